/** How Node's console.log shows an object: by its text, when it has a method of this name. */
export const inspect: unique symbol = Symbol.for('nodejs.util.inspect.custom');
