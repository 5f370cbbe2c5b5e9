# Writes IN as a C++ string constant; bytes go as octal escapes, in pieces, so that any text passes.
file(READ ${IN} hex HEX)
string(LENGTH "${hex}" digits)
set(body "")
set(at 0)
while(at LESS digits)
  string(SUBSTRING "${hex}" ${at} 96 piece)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" piece "${piece}")
  string(APPEND body "    \"${piece}\"\n")
  math(EXPR at "${at} + 96")
endwhile()
math(EXPR bytes "${digits} / 2")
if(bytes EQUAL 0)
  set(body "    \"\"\n")
endif()
file(WRITE ${OUT} "#include <string_view>\nnamespace jianzhen::embedded {\n\
extern const std::string_view ${SYMBOL};\n\
const std::string_view ${SYMBOL}{\n${body}    , ${bytes}};\n}  // namespace jianzhen::embedded\n")
