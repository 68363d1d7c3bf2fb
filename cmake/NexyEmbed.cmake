# nexy_embed(out.cc header.h Name=file ...) writes a source file in which each file is a
# `const std::string_view k<Name>Table` of namespace nexy, and the header that declares them.
function(nexy_embed source header)
  set(declarations "")
  set(definitions "")
  foreach(entry ${ARGN})
    string(REPLACE "=" ";" parts "${entry}")
    list(GET parts 0 name)
    list(GET parts 1 file)
    get_filename_component(path ${file} ABSOLUTE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} hex HEX)
    string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
    string(REGEX REPLACE "('[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*',)" "\\1\n" bytes "${bytes}")
    string(APPEND declarations "extern const std::string_view k${name}Table;\n")
    string(APPEND definitions "namespace { constexpr char k${name}Bytes[] = {\n${bytes}'\\0'}; }\n"
      "const std::string_view k${name}Table(k${name}Bytes, sizeof(k${name}Bytes) - 1);\n")
  endforeach()
  file(CONFIGURE OUTPUT ${header} CONTENT
    "#pragma once\n\n#include <string_view>\n\nnamespace nexy {\n@declarations@}  // namespace nexy\n" @ONLY)
  file(CONFIGURE OUTPUT ${source} CONTENT
    "#include \"${header}\"\n\nnamespace nexy {\n@definitions@}  // namespace nexy\n" @ONLY)
endfunction()
