// Loads a library that was built with glibc 2.38 beside an older one (Debian 12 has 2.36), where all that it wants of the newer are three names of strtol.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, join } from 'node:path';

const NEWER = 'GLIBC_2.38';

// They differ from the old ones in that they read 0b as well.
const NAMES = `
long strtol(const char *, char **, int);
long long strtoll(const char *, char **, int);
unsigned long long strtoull(const char *, char **, int);
long __isoc23_strtol(const char *text, char **end, int base) { return strtol(text, end, base); }
long long __isoc23_strtoll(const char *text, char **end, int base) { return strtoll(text, end, base); }
unsigned long long __isoc23_strtoull(const char *text, char **end, int base) { return strtoull(text, end, base); }
`;

/** What an addon of Node exports. Where glibc is older, a copy is loaded that lies in `room`. */
export function load(addon, room) {
  const [major, minor] = process.report.getReport().header.glibcVersionRuntime.split('.').map(Number);
  if (major === 2 && minor < 38) {
    bringNames(join(room, 'names.so'));
    const copy = join(room, basename(addon));
    writeFileSync(copy, withoutInsisting(readFileSync(addon)));
    addon = copy;
  }

  const loaded = { exports: {} };
  process.dlopen(loaded, addon);
  return loaded.exports;
}

/** They stay for all that is loaded afterwards; that they are no addon does not matter. */
function bringNames(library) {
  execFileSync('cc', ['-x', 'c', '-', '-shared', '-fPIC', '-Wl,-z,nodelete', '-o', library], { input: NAMES });
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_NOW | constants.dlopen.RTLD_GLOBAL);
  } catch (error) {
    if (!error.message.includes('self-register')) throw error;
  }
}

/** An ELF file whose need for the newer version is marked weak (VER_FLG_WEAK of its version requirements): the loader goes on without. */
function withoutInsisting(elf) {
  const [table, size, count] = [Number(elf.readBigUInt64LE(0x28)), elf.readUInt16LE(0x3a), elf.readUInt16LE(0x3c)];
  const sections = Array.from({ length: count }, (_, i) => table + i * size).map(at => ({
    type: elf.readUInt32LE(at + 4), offset: Number(elf.readBigUInt64LE(at + 24)), link: elf.readUInt32LE(at + 40), entries: elf.readUInt32LE(at + 44),
  }));
  const SHT_GNU_VERNEED = 0x6ffffffe, VER_FLG_WEAK = 2;
  const needs = sections.find(section => section.type === SHT_GNU_VERNEED);
  const names = sections[needs.link].offset;
  const nameAt = at => elf.toString('latin1', names + at, elf.indexOf(0, names + at));
  for (let file = 0, at = needs.offset; file < needs.entries; file++, at += elf.readUInt32LE(at + 12)) {
    for (let i = 0, version = at + elf.readUInt32LE(at + 8); i < elf.readUInt16LE(at + 2); i++, version += elf.readUInt32LE(version + 12)) {
      if (nameAt(elf.readUInt32LE(version + 8)) === NEWER) elf.writeUInt16LE(VER_FLG_WEAK, version + 4);
    }
  }

  return elf;
}
