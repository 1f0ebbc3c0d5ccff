/**
 * Files of h5wasm that stand in stores of bytes of ours: a file of Node or memory. HDF5 reads and writes the parts it wants,
 * so that a file of any size needs little memory, and what goes wrong with a store is known in full.
 */
import type { ByteStore } from './byteStore.js';

/** What is used of Emscripten's file system. */
export interface EmscriptenFiles {
  readonly ErrnoError: new (errno: number) => Error;
  mkdir(path: string): unknown;
  mount(type: { mount(point: unknown): EmscriptenNode }, options: object, path: string): unknown;
  createNode(parent: EmscriptenNode | null, name: string, mode: number, device: number): EmscriptenNode;
  getStream(descriptor: number): EmscriptenStream | null;
}

interface EmscriptenNode {
  id: number;
  mode: number;
  node_ops: object;
  stream_ops: object;
}

interface EmscriptenStream {
  readonly node: EmscriptenNode;
  readonly flags: number;
  position: number;
  stream_ops: object;
}

export interface VirtualFiles {
  /** Path under which HDF5 finds a store. */
  add(store: ByteStore): string;
  remove(path: string): void;
  /** What HDF5 said of its errors since the last call. */
  complaints(): string;
}

const FOLDER = '/credence';
const DIRECTORY = 0o040777;
const FILE = 0o100666;
const NO_SUCH_FILE = 44;
const IO_ERROR = 29;
const KEPT_COMPLAINTS = 1 << 16;

export function virtualFiles(fs: EmscriptenFiles): VirtualFiles {
  const stores = new Map<string, ByteStore>();
  const nodes = new Map<EmscriptenNode, ByteStore>();
  let made = 0;

  const storeOf = (node: EmscriptenNode): ByteStore => {
    const store = nodes.get(node);
    if (store === undefined) throw new fs.ErrnoError(NO_SUCH_FILE);
    return store;
  };
  /** Errors of a store are kept by it; HDF5 learns only that there was one. */
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch {
      throw new fs.ErrnoError(IO_ERROR);
    }
  };
  const attributesOf = (node: EmscriptenNode, size: number) => {
    const time = new Date(0);
    return {
      dev: 1,
      ino: node.id,
      mode: node.mode,
      nlink: 1,
      uid: 0,
      gid: 0,
      rdev: 0,
      size,
      atime: time,
      mtime: time,
      ctime: time,
      blksize: 4096,
      blocks: Math.ceil(size / 4096),
    };
  };
  const fileStreams = {
    llseek(stream: EmscriptenStream, offset: number, whence: number): number {
      const from = whence === 1 ? stream.position : whence === 2 ? storeOf(stream.node).size : 0;
      return from + offset;
    },
    read: (stream: EmscriptenStream, buffer: ArrayBufferView, offset: number, length: number, position: number) =>
      guarded(() => storeOf(stream.node).read(bytesOf(buffer, offset, length), position)),
    write: (stream: EmscriptenStream, buffer: ArrayBufferView, offset: number, length: number, position: number) =>
      guarded(() => {
        storeOf(stream.node).write(bytesOf(buffer, offset, length), position);
        return length;
      }),
  };
  const fileNodes = {
    getattr: (node: EmscriptenNode) => attributesOf(node, storeOf(node).size),
    setattr(node: EmscriptenNode, attributes: { readonly size?: number }): void {
      const { size } = attributes;
      if (size !== undefined) guarded(() => storeOf(node).resize(size));
    },
  };
  const folderNodes = {
    getattr: (node: EmscriptenNode) => attributesOf(node, 4096),
    lookup(parent: EmscriptenNode, name: string): EmscriptenNode {
      const store = stores.get(`${FOLDER}/${name}`);
      if (store === undefined) throw new fs.ErrnoError(NO_SUCH_FILE);
      const node = fs.createNode(parent, name, FILE, 0);
      node.node_ops = fileNodes;
      node.stream_ops = fileStreams;
      nodes.set(node, store);
      return node;
    },
  };
  fs.mkdir(FOLDER);
  fs.mount(
    {
      mount: () => {
        const root = fs.createNode(null, '/', DIRECTORY, 0);
        root.node_ops = folderNodes;
        root.stream_ops = {};
        return root;
      },
    },
    {},
    FOLDER,
  );

  // HDF5 prints what it did not like; that is kept for the error's details instead.
  let said = '';
  const errors = fs.getStream(2);
  if (errors !== null) {
    errors.stream_ops = {
      write(_: EmscriptenStream, buffer: ArrayBufferView, offset: number, length: number): number {
        said = (said + new TextDecoder().decode(bytesOf(buffer, offset, length).slice())).slice(-KEPT_COMPLAINTS);
        return length;
      },
    };
  }

  return {
    add(store) {
      const path = `${FOLDER}/${made++}`;
      stores.set(path, store);
      return path;
    },
    remove(path) {
      const store = stores.get(path);
      stores.delete(path);
      for (const [node, own] of nodes) if (own === store) nodes.delete(node);
    },
    complaints() {
      const all = said;
      said = '';
      return all;
    },
  };
}

function bytesOf(buffer: ArrayBufferView, offset: number, length: number): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length);
}
