/** What can be written to a file. */
import { InferenceData } from '../inference/inferenceData.js';

/** Inference data, or what gives some, such as a Posterior. */
export type Storable = InferenceData | { toInferenceData(): InferenceData };

export function storable(data: Storable): InferenceData {
  return data instanceof InferenceData ? data : data.toInferenceData();
}
