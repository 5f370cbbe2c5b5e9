#include <memory>

#include "api/cli/command.h"
#include "api/http/serve.h"

namespace jianzhen::api::cli {

void add_serve(Program& program) {
  CLI::App* command =
      program.command("serve", {"启动服务（网页与接口）", "Run the service: web page and API"});
  const auto options = std::make_shared<http::ServeOptions>();
  command
      ->add_option("--listen", options->listen,
                   program.say({"监听地址 HOST:PORT", "Address to listen on, HOST:PORT"}))
      ->default_str(options->listen);
  command->add_option("--db", options->db,
                      program.say({"目录数据库的连接串", "Connection string of the catalogue"}));
  command->callback([&program, options] {
    program.run = [&program, options] {
      options->data = program.data;
      options->lang = program.lang;
      return http::serve(*options, program.stop);
    };
  });
}

}  // namespace jianzhen::api::cli
