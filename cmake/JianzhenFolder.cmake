# What every folder's CMake file calls, so that flags and test wiring are said once.

add_library(jianzhen_flags INTERFACE)
# -Wrestrict cries wolf over std::string in g++ 12 (GCC bug 105651).
target_compile_options(jianzhen_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers -Wno-restrict
  -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  # Flags that only g++ knows; files compiled in as one constant.
  target_compile_options(jianzhen_flags INTERFACE -Wno-unknown-warning-option -Wno-overlength-strings)
endif()
target_include_directories(jianzhen_flags INTERFACE ${CMAKE_SOURCE_DIR})
set(JIANZHEN_SANITIZE "" CACHE STRING "Sanitizers for our own code: address,undefined or thread")
if(JIANZHEN_SANITIZE)
  target_compile_options(jianzhen_flags INTERFACE -fsanitize=${JIANZHEN_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(jianzhen_flags INTERFACE -fsanitize=${JIANZHEN_SANITIZE})
  target_compile_definitions(jianzhen_flags INTERFACE JIANZHEN_SANITIZED)
  # With sanitizers g++ 12 sees uninitialised members in the standard library itself.
  target_compile_options(jianzhen_flags INTERFACE -Wno-maybe-uninitialized)
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    # The check of virtual tables wants type information that Debian's SOCI does not export.
    target_compile_options(jianzhen_flags INTERFACE -fno-sanitize=vptr)
  endif()
endif()

# jianzhen_folder(NAME SOURCES a.cc … [TESTS a_test.cc …] [LINK public libs] [PRIVATE_LINK libs])
# makes the library jianzhen_NAME and, with TESTS, the GoogleTest program NAME_test. Tests run with
# JIANZHEN_SOURCE_DIR in the environment: the root of the checkout, for samples/.
function(jianzhen_folder name)
  cmake_parse_arguments(ARG "" "" "SOURCES;TESTS;LINK;PRIVATE_LINK" ${ARGN})
  add_library(jianzhen_${name} STATIC ${ARG_SOURCES})
  target_link_libraries(jianzhen_${name} PUBLIC jianzhen_flags ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
  if(BUILD_TESTING AND ARG_TESTS)
    add_executable(${name}_test ${ARG_TESTS})
    target_link_libraries(${name}_test PRIVATE jianzhen_${name} ${ARG_PRIVATE_LINK} GTest::gmock GTest::gtest_main)
    # The tests' own code runs once; optimising it takes longer than that.
    target_compile_options(${name}_test PRIVATE -O0)
    gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60
      PROPERTIES ENVIRONMENT "JIANZHEN_SOURCE_DIR=${CMAKE_SOURCE_DIR}")
  endif()
endfunction()

# jianzhen_embed(TARGET SYMBOL FILE) compiles FILE into TARGET as
# `namespace jianzhen::embedded { extern const std::string_view SYMBOL; }`. The assembler takes the bytes in.
function(jianzhen_embed target symbol file)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cc)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT [==[
#include <string_view>

asm(".pushsection .rodata\n.global embedded_@symbol@\n.global embedded_@symbol@_end\n"
    "embedded_@symbol@: .incbin \"@file@\"\nembedded_@symbol@_end: .byte 0\n.popsection\n");
extern "C" const char embedded_@symbol@[];
extern "C" const char embedded_@symbol@_end[];

namespace jianzhen::embedded {
extern const std::string_view @symbol@;
const std::string_view @symbol@{embedded_@symbol@, static_cast<std::size_t>(embedded_@symbol@_end - embedded_@symbol@)};
}  // namespace jianzhen::embedded
]==])
  set_source_files_properties(${out} PROPERTIES OBJECT_DEPENDS ${file})
  target_sources(${target} PRIVATE ${out})
endfunction()
