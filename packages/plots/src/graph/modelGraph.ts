/** The picture of a model: variables, what they depend on, and plates. */
import type { ModelGraph, ModelNode } from '@credence/dsl';
import { CredenceError, checkOptions, type OptionNames } from '@credence/numerics';
import type { Plot } from '../figure/plot.js';
import { type Label, labelText, nameLabel, parseLabel, plainLabel } from '../label/label.js';
import { ASCENT, labelWidth } from '../text/measure.js';
import { escapeXml, round, svgText } from '../text/svgText.js';
import { theme } from '../theme/theme.js';
import { dotOf, drawnNodes, type GraphSource, graphOf, plateText } from './graphviz.js';
import { type Box, type GraphLayout, layOutGraph, type Point } from './layout.js';

export interface ModelGraphOptions {
  /** Above the picture; formulas stand between `$`. */
  readonly title?: string;
  /** What to write for a name: text, with formulas between `$`. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Space around the drawing, and what a node's label has around it. */
const PAD = 12;
const NAME_SIZE = 15;
const LINE = 17;

/** A node with what is written in it. */
interface DrawnNode {
  readonly node: ModelNode;
  readonly name: Label;
  readonly second: string;
  readonly width: number;
  readonly height: number;
}

/**
 * Picture of a model's graph. Free variables are ellipses, observed ones grey, deterministics boxes, data grey boxes with
 * round corners; a plate is a frame with its dimension and size.
 * @throws CredenceError plots/empty-selection for a model without variables
 * @example await toPng(await plotModelGraph(model))
 */
export async function plotModelGraph(model: GraphSource, options: ModelGraphOptions = {}): Promise<Plot<ModelGraph>> {
  checkOptions('plotModelGraph(model, options)', options, OPTIONS);
  const graph = graphOf(model);
  const nodes = new Map(drawnNodes(graph).map((node) => [node.name, drawnNode(node, options.labels?.[node.name])]));
  if (nodes.size === 0)
    throw new CredenceError(
      'plots/empty-selection',
      `The model '${graph.name}' declares nothing, so there is nothing to draw.`,
      { model: graph.name },
    );
  const dot = dotOf(graph, ({ name }) => {
    const { width, height } = nodes.get(name) ?? { width: 0, height: 0 };
    return `label="", fixedsize=true, width=${(width / 72).toFixed(4)}, height=${(height / 72).toFixed(4)}, shape=${shapeName(nodes.get(name))}`;
  });
  const layout = await layOutGraph(dot);
  const title = options.title === undefined || options.title === '' ? undefined : parseLabel(options.title);
  const titleHeight = title === undefined ? 0 : 26;
  const width = Math.ceil(
    Math.max(layout.width, title === undefined ? 0 : labelWidth(title, theme.size.title, true)) + 2 * PAD,
  );
  const height = Math.ceil(layout.height + 2 * PAD + titleHeight);
  const alt = `Graph of the model '${graph.name}': ${graph.edges.map(({ from, to }) => `${from} to ${to}`).join(', ') || 'no edges'}.`;
  const body = [
    ...[...layout.plates.values()].map(plateSvg),
    ...layout.edges.map(edgeSvg),
    ...[...layout.plates].map(([name, box]) => plateLabelSvg(graph, name, box)),
    ...[...nodes.values()].map((drawn) => nodeSvg(drawn, layout)),
  ].join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" ` +
    `aria-label="${escapeXml(alt)}" font-family="${theme.fontFamily}" font-size="${theme.size.text}" fill="${theme.ink}">` +
    `<rect width="${width}" height="${height}" fill="${theme.paper}"/>` +
    (title === undefined
      ? ''
      : svgText(title, PAD, PAD + ASCENT * theme.size.title, { size: theme.size.title, bold: true })) +
    `<g transform="translate(${round((width - layout.width) / 2)},${PAD + titleHeight})">${body}</g></svg>`;
  return { data: graph, svg, width, height, title: labelText(title ?? plainLabel(graph.name)), alt, notes: [] };
}

function drawnNode(node: ModelNode, given: string | undefined): DrawnNode {
  const name = given === undefined ? nameLabel(node.name) : parseLabel(given);
  const second =
    node.distribution === undefined ? (node.kind === 'potential' ? 'Potential' : '') : `~ ${node.distribution}`;
  const text = Math.max(labelWidth(name, NAME_SIZE), labelWidth(plainLabel(second), theme.size.tick));
  const lines = second === '' ? 1 : 2;
  const round = node.kind === 'free' || node.kind === 'observed';
  return {
    node,
    name,
    second,
    width: Math.max(54, round ? 1.3 * text + 16 : text + 22),
    height: lines * LINE + (round ? 20 : 14),
  };
}

function shapeName(drawn: DrawnNode | undefined): string {
  return drawn?.node.kind === 'free' || drawn?.node.kind === 'observed' ? 'ellipse' : 'box';
}

function nodeSvg({ node, name, second, width, height }: DrawnNode, layout: GraphLayout): string {
  const { x, y } = layout.nodes.get(node.name) ?? { x: 0, y: 0 };
  const stroke = `stroke="${theme.ink}" stroke-width="1"`;
  const box = `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}"`;
  const shape = {
    free: `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(width / 2)}" ry="${round(height / 2)}" fill="${theme.paper}" ${stroke}/>`,
    observed: `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(width / 2)}" ry="${round(height / 2)}" fill="${theme.faint}" ${stroke}/>`,
    deterministic: `<rect ${box} fill="${theme.paper}" ${stroke}/>`,
    data: `<rect ${box} rx="9" fill="#ececec" ${stroke}/>`,
    potential: `<rect ${box} fill="${theme.paper}" ${stroke} stroke-dasharray="5,3"/>`,
  }[node.kind];
  const first = y + (second === '' ? 0.33 * NAME_SIZE : -0.1 * NAME_SIZE);
  const texts = [svgText(name, x, first, { size: NAME_SIZE, anchor: 'middle' })];
  if (second !== '')
    texts.push(
      svgText(plainLabel(second), x, first + LINE, { size: theme.size.tick, anchor: 'middle', colour: theme.axis }),
    );
  return shape + texts.join('');
}

function plateSvg({ left, top, right, bottom }: Box): string {
  return `<rect x="${round(left)}" y="${round(top)}" width="${round(right - left)}" height="${round(bottom - top)}" rx="8" fill="none" stroke="${theme.muted}" stroke-width="0.9"/>`;
}

/** Above the edges, with an outline of paper where one passes under it. */
function plateLabelSvg(graph: ModelGraph, name: string, { right, bottom }: Box): string {
  const plate = graph.plates[Number(name.replace('cluster_', ''))];
  const style = { size: theme.size.tick, anchor: 'end', colour: theme.axis, halo: theme.paper } as const;
  return plate === undefined ? '' : svgText(plainLabel(plateText(plate.name)), right - 8, bottom - 7, style);
}

function edgeSvg({ curve, tip }: GraphLayout['edges'][number]): string {
  const [start, ...rest] = curve;
  const end = curve.at(-1);
  if (start === undefined || end === undefined) return '';
  const at = ({ x, y }: Point) => `${round(x)},${round(y)}`;
  const path = `<path d="M${at(start)}C${rest.map(at).join(' ')}" fill="none" stroke="${theme.axis}" stroke-width="1"/>`;
  const [dx, dy] = [tip.x - end.x, tip.y - end.y];
  const length = Math.sqrt(dx * dx + dy * dy) || 1;
  const [nx, ny] = [(-dy / length) * 3, (dx / length) * 3];
  const corners = [tip, { x: end.x + nx, y: end.y + ny }, { x: end.x - nx, y: end.y - ny }];
  return `${path}<polygon points="${corners.map(at).join(' ')}" fill="${theme.axis}"/>`;
}

const OPTIONS: OptionNames<ModelGraphOptions> = { title: true, labels: true };
