/** Runs chains on the thread it is called on, in pieces between which the event loop turns. */
import { createDrawBlock, type DivergenceRecord, type DrawBlock } from '../block.js';
import { createChain } from '../chain.js';
import type { Chain, ChainOptions, ChainSettings, ChainSnapshot } from '../chainContract.js';
import type { LogDensity, Workspace } from '../logDensity.js';
import { breathe } from './breathe.js';
import { type ChainJob, type ChainMessage, toPlainError } from './protocol.js';

/** Milliseconds of sampling between two looks at the clock, between messages, and before another chain has its turn. */
const PIECE = 4;
const MESSAGE = 100;
export const TURN = 400;
/** Most numbers in a block of draws. */
const LARGEST_BLOCK = 2 ** 20;

export interface ThreadControl {
  emit(message: ChainMessage): void;
  /** Whether the chains should end where they are. */
  stopped(): boolean;
  /** Seconds that this thread has worked; only differences count. */
  clock(): number;
  /** Milliseconds by the clock on the wall, which turns and breaths are measured by. */
  now(): number;
  /** Milliseconds of work after which the event loop turns. */
  readonly breath: number;
  /** Milliseconds after which another chain has its turn. */
  readonly turn: number;
}

/**
 * Runs the chains of `jobs` to their ends. All use one workspace, so they take turns: a chain is put away as a snapshot,
 * from which it goes on with the same bits. What a stop or a failure interrupts keeps the draws it has.
 */
export async function runOnThread(
  density: LogDensity,
  workspace: Workspace,
  settings: ChainSettings,
  jobs: readonly ChainJob[],
  control: ThreadControl,
): Promise<void> {
  const waiting = jobs.map((job) => new RunningChain(job, { ...settings, density, workspace }, control));
  const breathing = { last: control.now() };
  for (;;) {
    const next = waiting.shift();
    if (next === undefined) return;
    const alone = waiting.length === 0;
    if (await next.takeTurn(alone, breathing)) waiting.push(next);
  }
}

class RunningChain {
  private snapshot: ChainSnapshot | undefined;
  private block: DrawBlock | undefined;
  private readonly warmupDivergences: DivergenceRecord[] = [];
  private divergences = 0;
  private warmupSeconds = 0;
  private drawSeconds = 0;
  private warmed = false;
  /** Transitions that take about a piece, and transitions a millisecond. */
  private step = 1;
  private rate = 0.01;
  private lastMessage: number;

  constructor(
    private readonly job: ChainJob,
    private readonly options: Omit<ChainOptions, 'key' | 'start'>,
    private readonly control: ThreadControl,
  ) {
    this.lastMessage = control.now();
  }

  /** Goes on for a slice of time, or to the end when alone; returns whether there is more to do. */
  async takeTurn(alone: boolean, breathing: { last: number }): Promise<boolean> {
    const { control, job } = this;
    let chain: Chain | undefined;
    try {
      const begun = control.clock();
      const start = job.start === undefined ? {} : { start: job.start };
      chain = createChain({ ...this.options, key: job.key, ...start }, this.snapshot);
      this.charge(chain.phase, control.clock() - begun);
      const turnEnds = control.now() + control.turn;
      while (chain.phase !== 'done' && !control.stopped()) {
        this.advanceUntil(chain, breathing.last + control.breath);
        if (control.now() - breathing.last >= control.breath) {
          await breathe();
          breathing.last = control.now();
        }
        if (!alone && control.now() > turnEnds && chain.iteration < chain.tune + chain.draws) {
          this.snapshot = chain.snapshot();
          return true;
        }
      }
      this.flush();
      if (!this.warmed) this.reportWarmup(chain);
      this.progress(chain);
      const { draws: leapfrogs } = chain.leapfrogs;
      const sampling = { leapfrogs, seconds: this.drawSeconds };
      control.emit({ type: 'ended', chain: job.chain, stopped: chain.phase !== 'done', sampling });
    } catch (error) {
      this.flush();
      control.emit({ type: 'failed', chain: job.chain, error: toPlainError(error) });
    }
    return false;
  }

  /** Piece after piece until a time, an end of a phase, or a stop. */
  private advanceUntil(chain: Chain, until: number): void {
    const { control } = this;
    const { phase } = chain;
    if (phase === 'draws' && !this.warmed) this.reportWarmup(chain);
    const begun = control.clock();
    let now = control.now();
    while (chain.phase === phase && now < until && !control.stopped()) {
      const block = this.room(chain);
      const done = chain.advance(this.step, block);
      const after = control.now();
      this.rate = done / Math.max(after - now, 1e-3);
      this.step = Math.max(1, Math.min(2 * this.step, Math.ceil(this.rate * PIECE)));
      now = after;
      if (phase === 'warmup') {
        this.warmupDivergences.push(...block.divergences.splice(0));
        block.length = 0;
      }
      const due = now - this.lastMessage >= MESSAGE;
      if (phase === 'draws' && (due || block.length === block.capacity)) this.flush();
      if (due) this.progress(chain);
    }
    this.charge(phase, control.clock() - begun);
    if (chain.phase !== phase && phase === 'warmup') {
      this.block = undefined;
      this.reportWarmup(chain);
      this.progress(chain);
    }
  }

  private charge(phase: Chain['phase'], seconds: number): void {
    if (phase === 'warmup') this.warmupSeconds += seconds;
    else this.drawSeconds += seconds;
  }

  /** A block with room for about the draws of one message. */
  private room(chain: Chain): DrawBlock {
    if (this.block === undefined || this.block.length === this.block.capacity) {
      const { dimension, tune, draws, iteration, phase } = chain;
      const left = (phase === 'warmup' ? tune : tune + draws) - iteration;
      const most = Math.max(1, Math.floor(LARGEST_BLOCK / Math.max(1, dimension)));
      const likely = Math.max(16, Math.ceil(1.5 * MESSAGE * this.rate));
      this.block = createDrawBlock(dimension, Math.min(left, most, likely));
    }
    return this.block;
  }

  private flush(): void {
    const { block } = this;
    this.block = undefined;
    if (block === undefined || block.length === 0 || !this.warmed) return; // rows of warm-up are not kept
    this.divergences += block.divergences.length;
    this.control.emit({ type: 'draws', chain: this.job.chain, block });
  }

  private reportWarmup(chain: Chain): void {
    this.warmed = true;
    this.control.emit({
      type: 'warmed',
      chain: this.job.chain,
      warmup: {
        transitions: Math.min(chain.iteration, chain.tune),
        stepSize: chain.stepSize,
        inverseMetric: chain.inverseMetricDiagonal(),
        leapfrogs: chain.leapfrogs.warmup,
        seconds: this.warmupSeconds,
        divergences: this.warmupDivergences,
      },
    });
  }

  private progress(chain: Chain): void {
    this.lastMessage = this.control.now();
    const { phase, iteration, tune, draws, stepSize, leapfrogs } = chain;
    this.control.emit({
      type: 'progress',
      chain: this.job.chain,
      phase,
      done: iteration,
      total: tune + draws,
      divergences: phase === 'warmup' ? this.warmupDivergences.length : this.divergences,
      stepSize,
      leapfrogs: leapfrogs.warmup + leapfrogs.draws,
    });
  }
}
