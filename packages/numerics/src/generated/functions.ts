/**
 * The functions of this package on numbers, written from their lane programs by tools/build/numericFunctions.mjs:
 * the same operations in the same order, so the same bits. Change the programs, then run that script.
 */
import { exponent, nearest, powerOfTwo } from '../lanes/scalarLanes.js';

const expTable = Float64Array.of(1, 1.0108892860517005, 1.0218971486541166, 1.0330248790212284, 1.0442737824274138, 1.0556451783605572, 1.0671404006768237, 1.0787607977571199, 1.0905077326652577, 1.102382583307841, 1.1143867425958924, 1.1265216186082418, 1.1387886347566916, 1.1511892299529827, 1.1637248587775775, 1.1763969916502812, 1.189207115002721, 1.202156731452703, 1.215247359980469, 1.22848053610687, 1.241857812073484, 1.255380757024691, 1.2690509571917332, 1.2828700160787783, 1.2968395546510096, 1.3109612115247644, 1.3252366431597413, 1.339667524053303, 1.3542555469368927, 1.3690024229745905, 1.383909881963832, 1.3989796725383112, 1.4142135623730951, 1.42961333839197, 1.4451808069770467, 1.460917794180647, 1.4768261459394993, 1.4929077282912648, 1.5091644275934228, 1.5255981507445384, 1.5422108254079407, 1.559004400237837, 1.5759808451078865, 1.593142151342267, 1.6104903319492543, 1.6280274218573478, 1.645755478153965, 1.6636765803267364, 1.681792830507429, 1.7001063537185235, 1.718619298122478, 1.7373338352737062, 1.7562521603732995, 1.7753764925265212, 1.7947090750031072, 1.8142521755003989, 1.8340080864093424, 1.8539791250833855, 1.8741676341103, 1.8945759815869656, 1.9152065613971474, 1.9360617934922943, 1.9571441241754002, 1.978456026387951);

/** e^x. Error: at most 1.01 ulp. */
export function exp(x: number): number {
  const v0 = x * 92.33248261689366;
  const v1 = nearest(v0);
  const v2 = v1 * 0.015625;
  const v3 = Math.floor(v2);
  const v4 = v1 * 0.010830424696223417;
  const v5 = x - v4;
  const v6 = v1 * 2.572804622327669e-14;
  const v7 = v5 - v6;
  const v8 = v7 * v7;
  const v9 = 0.00833333916333604 * v7;
  const v10 = v9 + 0.041666707476689775;
  const v11 = v10 * v7;
  const v12 = v11 + 0.16666666666664526;
  const v13 = v12 * v7;
  const v14 = v13 + 0.4999999999998501;
  const v15 = v8 * v14;
  const v16 = v7 + v15;
  const v17 = v3 * 64;
  const v18 = v1 - v17;
  const v19 = expTable[v18 | 0]!;
  const v20 = v19 * v16;
  const v21 = v19 + v20;
  const v22 = Math.abs(x);
  const v23 = v22 <= 708;
  let v24: number;
  if (v23) {
    const v25 = powerOfTwo(v3);
    const v26 = v21 * v25;
    v24 = v26;
  } else {
    const v27 = v3 * 0.5;
    const v28 = Math.floor(v27);
    const v29 = powerOfTwo(v28);
    const v30 = v21 * v29;
    const v31 = v3 - v28;
    const v32 = powerOfTwo(v31);
    const v33 = v30 * v32;
    const v34 = 709.782712893384 < x;
    const v35 = v34 ? Infinity : v33;
    const v36 = x <= (-745.1332191019412);
    const v37 = v36 ? 0 : v35;
    v24 = v37;
  }
  return v24;
}

/** e^x - 1 with all its digits near 0. Error: at most 1.7 ulp. */
export function expm1(x: number): number {
  const v0 = Math.abs(x);
  const v1 = v0 <= 36;
  let v2: number;
  if (v1) {
    const v3 = x * 1.4426950408889634;
    const v4 = nearest(v3);
    const v5 = v4 * 0.6931471805598903;
    const v6 = x - v5;
    const v7 = v4 * 5.497923018708371e-14;
    const v8 = v6 - v7;
    const v9 = v6 - v8;
    const v10 = v9 - v7;
    const v11 = v8 * v8;
    const v12 = v11 * 0.5;
    const v13 = v11 * v8;
    const v14 = 2.509563297507093e-8 * v8;
    const v15 = v14 + 2.761390867578486e-7;
    const v16 = v15 * v8;
    const v17 = v16 + 0.000002755727992579576;
    const v18 = v17 * v8;
    const v19 = v18 + 0.00002480153620505534;
    const v20 = v19 * v8;
    const v21 = v20 + 0.00019841269854409363;
    const v22 = v21 * v8;
    const v23 = v22 + 0.0013888888905973543;
    const v24 = v23 * v8;
    const v25 = v24 + 0.008333333333332147;
    const v26 = v25 * v8;
    const v27 = v26 + 0.041666666666651246;
    const v28 = v27 * v8;
    const v29 = v28 + 0.16666666666666666;
    const v30 = v13 * v29;
    const v31 = v30 + v10;
    const v32 = v12 + v31;
    const v33 = v8 + v32;
    const v34 = v8 - v33;
    const v35 = v34 + v32;
    const v36 = powerOfTwo(v4);
    const v37 = -v4;
    const v38 = powerOfTwo(v37);
    const v39 = 1 - v38;
    const v40 = v39 + v33;
    const v41 = v40 - v39;
    const v42 = v33 - v41;
    const v43 = v42 + v35;
    const v44 = v40 + v43;
    const v45 = v36 * v44;
    const v46 = v0 < 5.551115123125783e-17;
    const v47 = v46 ? x : v45;
    v2 = v47;
  } else {
    const v48 = exp(x);
    const v49 = v48 - 1;
    v2 = v49;
  }
  return v2;
}

/** Natural logarithm; -Infinity at 0, NaN below. Error: at most 0.8 ulp. */
export function log(x: number): number {
  const v0 = 2.2250738585072014e-308 <= x;
  const v1 = x < 4.49423283715579e+307;
  const v2 = v0 && v1;
  let v3: number;
  if (v2) {
    const v4 = x * 1.4142135623730951;
    const v5 = exponent(v4);
    const v6 = -v5;
    const v7 = powerOfTwo(v6);
    const v8 = x * v7;
    const v9 = v8 - 1;
    const v10 = v9 + 2;
    const v11 = v9 / v10;
    const v12 = v11 * v11;
    const v13 = 0.14617807153417325 * v12;
    const v14 = v13 + 0.15331611722055008;
    const v15 = v14 * v12;
    const v16 = v15 + 0.1818289243253687;
    const v17 = v16 * v12;
    const v18 = v17 + 0.22222211089379496;
    const v19 = v18 * v12;
    const v20 = v19 + 0.28571428626253836;
    const v21 = v20 * v12;
    const v22 = v21 + 0.3999999999989889;
    const v23 = v22 * v12;
    const v24 = v23 + 0.666666666666667;
    const v25 = v12 * v24;
    const v26 = v9 * v9;
    const v27 = v26 * 0.5;
    const v28 = v5 * 5.497923018708371e-14;
    const v29 = v27 + v25;
    const v30 = v11 * v29;
    const v31 = v30 + v28;
    const v32 = v5 * 0.6931471805598903;
    const v33 = v27 - v31;
    const v34 = v9 - v33;
    const v35 = v32 + v34;
    v3 = v35;
  } else {
    const v36 = logRare(x);
    v3 = v36;
  }
  return v3;
}

/** log(1 + x) with all its digits near 0; -Infinity at -1, NaN below. Error: at most 0.8 ulp. */
export function log1p(x: number): number {
  const v0 = x + 1;
  const v1 = (-1) < x;
  const v2 = x < 1152921504606847000;
  const v3 = v1 && v2;
  let v4: number;
  if (v3) {
    const v5 = v0 - 1;
    const v6 = v0 - v5;
    const v7 = 1 - v6;
    const v8 = x - v5;
    const v9 = v7 + v8;
    const v10 = v0 * 1.4142135623730951;
    const v11 = exponent(v10);
    const v12 = -v11;
    const v13 = powerOfTwo(v12);
    const v14 = v0 * v13;
    const v15 = v14 - 1;
    const v16 = v11 === 0;
    const v17 = v16 ? x : v15;
    const v18 = v9 * v13;
    const v19 = v16 ? 0 : v18;
    const v20 = 1 - v17;
    const v21 = v17 * v17;
    const v22 = v20 + v21;
    const v23 = v19 * v22;
    const v24 = v17 + 2;
    const v25 = v17 / v24;
    const v26 = v25 * v25;
    const v27 = 0.14617807153417325 * v26;
    const v28 = v27 + 0.15331611722055008;
    const v29 = v28 * v26;
    const v30 = v29 + 0.1818289243253687;
    const v31 = v30 * v26;
    const v32 = v31 + 0.22222211089379496;
    const v33 = v32 * v26;
    const v34 = v33 + 0.28571428626253836;
    const v35 = v34 * v26;
    const v36 = v35 + 0.3999999999989889;
    const v37 = v36 * v26;
    const v38 = v37 + 0.666666666666667;
    const v39 = v26 * v38;
    const v40 = v21 * 0.5;
    const v41 = v11 * 5.497923018708371e-14;
    const v42 = v40 + v39;
    const v43 = v25 * v42;
    const v44 = v41 + v23;
    const v45 = v43 + v44;
    const v46 = v11 * 0.6931471805598903;
    const v47 = v40 - v45;
    const v48 = v17 - v47;
    const v49 = v46 + v48;
    const v50 = Math.abs(x);
    const v51 = v50 < 5.551115123125783e-17;
    const v52 = v51 ? x : v49;
    v4 = v52;
  } else {
    const v53 = log(v0);
    v4 = v53;
  }
  return v4;
}

function logRare(x: number): number {
  const v0 = x < 1;
  const v1 = v0 ? 18014398509481984 : 5.551115123125783e-17;
  const v2 = x * v1;
  const v3 = v2 * 1.4142135623730951;
  const v4 = exponent(v3);
  const v5 = -v4;
  const v6 = powerOfTwo(v5);
  const v7 = v2 * v6;
  const v8 = v7 - 1;
  const v9 = v0 ? (-54) : 54;
  const v10 = v4 + v9;
  const v11 = v8 + 2;
  const v12 = v8 / v11;
  const v13 = v12 * v12;
  const v14 = 0.14617807153417325 * v13;
  const v15 = v14 + 0.15331611722055008;
  const v16 = v15 * v13;
  const v17 = v16 + 0.1818289243253687;
  const v18 = v17 * v13;
  const v19 = v18 + 0.22222211089379496;
  const v20 = v19 * v13;
  const v21 = v20 + 0.28571428626253836;
  const v22 = v21 * v13;
  const v23 = v22 + 0.3999999999989889;
  const v24 = v23 * v13;
  const v25 = v24 + 0.666666666666667;
  const v26 = v13 * v25;
  const v27 = v8 * v8;
  const v28 = v27 * 0.5;
  const v29 = v10 * 5.497923018708371e-14;
  const v30 = v28 + v26;
  const v31 = v12 * v30;
  const v32 = v31 + v29;
  const v33 = v10 * 0.6931471805598903;
  const v34 = v28 - v32;
  const v35 = v8 - v34;
  const v36 = v33 + v35;
  const v37 = x === Infinity;
  const v38 = v37 ? x : v36;
  const v39 = x === 0;
  const v40 = v39 ? (-Infinity) : v38;
  const v41 = 0 <= x;
  const v42 = v41 ? v40 : NaN;
  return v42;
}
