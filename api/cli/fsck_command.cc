#include <iostream>

#include "api/cli/command.h"
#include "api/data_folder.h"
#include "api/report/columns.h"
#include "store/fsck.h"

namespace jianzhen::api::cli {
namespace {

int run_fsck(const Program& program) {
  const DataFolder data{program.data};
  if (!std::filesystem::is_directory(data.root)) {
    return show_error({core::ErrorCode::not_found,
                       {"没有数据目录 " + data.root.string() + "，请用 --data 指定。",
                        "No data folder " + data.root.string() + "; name it with --data."}},
                      program.lang);
  }
  auto blobs = store::Blobs::open(data.blobs());
  if (!blobs) return show_error(blobs.error(), program.lang);
  auto catalogue = store::Catalogue::open(program.catalogue());
  if (!catalogue) return show_error(catalogue.error(), program.lang);
  const auto report = store::fsck(*blobs, **catalogue);
  if (!report) return show_error(report.error(), program.lang);
  for (const store::Fault& fault : report->faults) {
    std::cout << printable(core::in(fault.message, program.lang)) << "\n";
  }
  const std::string count = std::to_string(report->blobs_checked);
  std::cout << (report->whole()
                    ? program.say({"已核对 " + count + " 个文件：与目录一致，未被改动。",
                                   count + " files checked: as catalogued, unchanged."})
                    : program.say({"已核对 " + count + " 个文件：有上述不一致。",
                                   count + " files checked: they differ as told above."}))
            << "\n";
  return report->whole() ? 0 : kFileFailed;
}

}  // namespace

void add_fsck(Program& program) {
  CLI::App* command = program.command(
      "fsck", {"重算并核对已存文件的哈希", "Re-hash stored files and compare with the catalogue"});
  command->callback([&program] { program.run = [&program] { return run_fsck(program); }; });
}

}  // namespace jianzhen::api::cli
