// Unpacks one archive into a folder as the reader does, without the reader: for
// tests/bench/ingest.py, next to bsdtar.
#include <cstdio>

#include "ingest/ingest.h"

int main(int argc, char** argv) {
  namespace ingest = jianzhen::ingest;
  if (argc != 3) {
    std::fputs("unpack_bench ARCHIVE FOLDER\n", stderr);
    return 2;
  }
  const auto type = ingest::detect(argv[1]);
  if (!type) return 1;
  int members = 0;
  const auto done = ingest::unpack(argv[1], *type, 1, {}, argv[2],
                                   [&](const ingest::Member& member) { members += !member.error; });
  std::printf("%d members\n", members);
  return done ? 0 : 1;
}
