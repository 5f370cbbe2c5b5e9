// `jianzhen backup` and `jianzhen restore`.

#include <iostream>
#include <memory>

#include "api/backup.h"
#include "api/cli/command.h"
#include "api/cli/progress.h"
#include "api/report/columns.h"

namespace jianzhen::api::cli {
namespace {

struct Arguments {
  std::filesystem::path folder;
  std::filesystem::path earlier;
  bool verify = false;
};

// What of a backup is said when it came to its end.
struct Said {
  core::Bilingual whole;  // before the figures
  core::Bilingual lacking;
};

int show(const Program& program, const core::Result<BackupReport>& report, const Said& said) {
  if (!report) return show_error(report.error(), program.lang);
  for (const core::Bilingual& fault : report->faults) {
    std::cout << printable(program.say(fault)) << "\n";
  }
  const auto n = [](auto count) { return std::to_string(count); };
  std::cout << program.say(report->whole() ? said.whole : said.lacking)
            << program.say({n(report->entries) + " 个项目，" + n(report->files) + " 个文件，" +
                                n(report->events) + " 个事件",
                            n(report->entries) + " entries, " + n(report->files) + " files, " +
                                n(report->events) + " events"})
            << (report->whole() ? program.say({"。", "."})
                                : program.say({"，有上述 " + n(report->faults.size()) + " 处缺损。",
                                               "; " + n(report->faults.size()) +
                                                   " lack or differ, as told above."}))
            << "\n";
  return report->whole() ? 0 : kFileFailed;
}

// Files are counted on the terminal meanwhile.
template <typename Work>
core::Result<BackupReport> counted(const Program& program, Work work) {
  ProgressBar bar(program.lang);
  return work([&](std::size_t done, std::size_t total) { bar.show(done, total); });
}

int run_backup(const Program& program, const Arguments& arguments) {
  if (arguments.verify) {
    const auto verified = counted(program, [&](const BackupProgress& progress) {
      return verify_backup(arguments.folder, progress, program.stop);
    });
    return show(
        program, verified,
        {{"备份完好：", "The backup is whole: "}, {"备份不完整：", "The backup is not whole: "}});
  }
  const BackupSource source{program.data, program.catalogue(), program.pipeline().cache,
                            arguments.earlier, "jianzhen " JIANZHEN_VERSION};
  const auto made = counted(program, [&](const BackupProgress& progress) {
    return make_backup(source, arguments.folder, progress, program.stop);
  });
  return show(program, made,
              {{"备份完成：", "The backup is made and whole: "},
               {"备份已写出，但不完整：", "The backup is made, but not whole: "}});
}

int run_restore(const Program& program, const Arguments& arguments) {
  const auto restored = counted(program, [&](const BackupProgress& progress) {
    return restore_backup(arguments.folder, program.data, program.pipeline().cache, progress,
                          program.stop);
  });
  return show(program, restored,
              {{"恢复完成：", "Restored, and whole: "},
               {"已恢复，但不完整：", "Restored, but not whole: "}});
}

}  // namespace

void add_backup(Program& program) {
  CLI::App* command = program.command(
      "backup", {"备份数据目录（服务可以照常运行）；--verify 核对一份备份",
                 "Back up the data folder while the service runs; --verify checks a backup"});
  const auto arguments = std::make_shared<Arguments>();
  command
      ->add_option("FOLDER", arguments->folder,
                   program.say({"新备份的文件夹；或要核对的备份",
                                "Folder of the new backup, or the backup to check"}))
      ->required();
  auto* earlier = command->add_option(
      "--earlier", arguments->earlier,
      program.say({"同一磁盘上较早的备份：其中已有的文件用硬链接，不再复制",
                   "An earlier backup on the same disk: what it has is linked, not copied"}));
  command
      ->add_flag("--verify", arguments->verify,
                 program.say({"重读并核对每个文件的哈希", "Read it again and compare every hash"}))
      ->excludes(earlier);
  command->callback([&program, arguments] {
    program.run = [&program, arguments] { return run_backup(program, *arguments); };
  });
}

void add_restore(Program& program) {
  CLI::App* command =
      program.command("restore", {"把一份备份恢复到空的数据目录（--data）",
                                  "Restore a backup to a data folder that is empty (--data)"});
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("FOLDER", arguments->folder, program.say({"备份", "The backup"}))->required();
  command->callback([&program, arguments] {
    program.run = [&program, arguments] { return run_restore(program, *arguments); };
  });
}

}  // namespace jianzhen::api::cli
