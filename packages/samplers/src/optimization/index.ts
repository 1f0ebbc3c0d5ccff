export { type MaximizeEnd, type MaximizeOptions, type Maximum, maximize } from './maximize.js';
