# jianzhen_embed_web(TARGET FOLDER) compiles every file below FOLDER into TARGET, each with a gzipped
# form where it is text, as the table behind http::compiled_in() (api/http/web.h). A folder that is
# not there gives an empty table. The assembler takes the bytes in (.incbin): megabytes cost nothing.
find_program(GZIP gzip REQUIRED)

function(jianzhen_embed_web target folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${folder} ${folder}/*)
  list(SORT files)
  set(blobs "")
  set(rows "")
  set(inputs "")
  set(number 0)
  foreach(file IN LISTS files)
    set(in ${folder}/${file})
    list(APPEND inputs ${in})
    _jianzhen_blob(web_${number} ${in})
    set(gzipped "{}")
    if(file MATCHES "\\.(html|js|mjs|css|svg|json|txt)$")
      set(out ${CMAKE_CURRENT_BINARY_DIR}/web/${file}.gz)
      cmake_path(GET out PARENT_PATH parent)
      add_custom_command(OUTPUT ${out}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${parent}
        COMMAND sh -c "'${GZIP}' -9nc '${in}' > '${out}'" DEPENDS ${in} VERBATIM)
      list(APPEND inputs ${out})
      _jianzhen_blob(web_${number}_gz ${out})
      set(gzipped "between(web_${number}_gz, web_${number}_gz_end)")
    endif()
    string(APPEND rows "    Asset{\"${file}\", between(web_${number}, web_${number}_end), ${gzipped}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  set(table ${CMAKE_CURRENT_BINARY_DIR}/compiled_in.cc)
  file(CONFIGURE OUTPUT ${table} @ONLY CONTENT [==[
#include <array>

#include "api/http/web.h"

@blobs@
namespace jianzhen::http {
namespace {

[[maybe_unused]] std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::span<const Asset> compiled_in() {
  static const std::array<Asset, @number@> kAssets{
@rows@  };
  return kAssets;
}

}  // namespace jianzhen::http
]==])
  set_source_files_properties(${table} PROPERTIES OBJECT_DEPENDS "${inputs}")
  target_sources(${target} PRIVATE ${table})
endfunction()

macro(_jianzhen_blob symbol path)
  string(APPEND blobs "asm(\".pushsection .rodata\\n.balign 16\\n.global ${symbol}\\n.global ${symbol}_end\\n\"
    \"${symbol}: .incbin \\\"${path}\\\"\\n${symbol}_end: .byte 0\\n.popsection\\n\");
extern \"C\" const char ${symbol}[];
extern \"C\" const char ${symbol}_end[];
")
endmacro()
