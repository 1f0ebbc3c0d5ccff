export { type HiddenMarkovGiven, hiddenMarkov } from './hiddenMarkov.js';
export { type OdeOptions, type OdeSolution, odeSolve } from './odeSolve.js';
