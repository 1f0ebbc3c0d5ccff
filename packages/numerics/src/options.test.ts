/** Mistyped options are errors that name the option and the one that was meant. */
import { CredenceError } from './error.js';
import { checkOptions } from './options.js';

const failure = (options: object, code?: string): unknown => {
  try {
    checkOptions('draw(options)', options, { draws: true, seed: true }, code);
  } catch (error) {
    return error;
  }
  return undefined;
};

test('known options pass, also when they are undefined', () => {
  expect(failure({ draws: 3, seed: undefined })).toBeUndefined();
  expect(failure({})).toBeUndefined();
});

test('an unknown one is named, with the nearest known', () => {
  const error = failure({ drawz: 3 });
  expect(error).toBeInstanceOf(CredenceError);
  expect(error).toMatchObject({
    code: 'option/unknown',
    message: "draw(options) has no option 'drawz'. Options: draws, seed. Did you mean 'draws'? [option/unknown]",
    details: { option: 'drawz', known: ['draws', 'seed'] },
  });
  expect(failure({ colour: 1 }, 'model/option')).toMatchObject({ code: 'model/option' });
});
