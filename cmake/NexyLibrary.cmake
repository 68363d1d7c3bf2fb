# Warnings, sanitizers and the two functions by which a folder's CMakeLists.txt is a list of files.

add_library(nexy_warnings INTERFACE)
target_compile_options(nexy_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(nexy_warnings INTERFACE -Wthread-safety)
else()
  # g++ 12 reports false positives from inlined std::string and coroutine frames at -O2 (GCC bug 105329).
  target_compile_options(nexy_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-mismatched-new-delete)
endif()

if(NEXY_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-fno-sanitize=function)  # clang 14 cannot compile coroutines with it.
  endif()
  add_link_options(-fsanitize=address,undefined)
elseif(NEXY_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-Wno-tsan)  # Asio's shared executors hold a fence that it does not model.
  endif()
  add_link_options(-fsanitize=thread)
elseif(NEXY_SANITIZE)
  message(FATAL_ERROR "NEXY_SANITIZE is '${NEXY_SANITIZE}'; it may be address, thread or empty")
endif()
if(NEXY_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# A tenth of the default linker's time, for some fifty programs.
find_program(NEXY_LLD ld.lld)
if(NEXY_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# One thread alone runs these, so ThreadSanitizer has nothing to say about them; AddressSanitizer watches
# them in their fuzzers and in the preset dev.
set(NEXY_SINGLE_THREADED audio options text update voice_frames)
# Sets `out` when `name` is left out of this build.
function(nexy_leave_out name out)
  set(${out} OFF PARENT_SCOPE)
  if(NEXY_SANITIZE AND NEXY_CORE_ONLY AND name IN_LIST NEXY_SINGLE_THREADED)
    set(${out} ON PARENT_SCOPE)
  endif()
endfunction()

# nexy_library(session SOURCES ... TESTS ... DEPS ...) makes the static library nexy_session of
# src/session and, from TESTS, one test program registered with ctest case by case.
function(nexy_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;TESTS;DEPS;TEST_DEPS" ${ARGN})
  add_library(nexy_${name} STATIC ${ARG_SOURCES})
  target_include_directories(nexy_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(nexy_${name} PUBLIC ${ARG_DEPS} PRIVATE nexy_warnings)
  nexy_leave_out(${name} left_out)
  if(left_out)  # Built where something else needs it.
    set_target_properties(nexy_${name} PROPERTIES EXCLUDE_FROM_ALL ON)
  elseif(BUILD_TESTING AND ARG_TESTS)
    nexy_test(nexy_${name}_test SOURCES ${ARG_TESTS} DEPS nexy_${name} ${ARG_TEST_DEPS})
  endif()
endfunction()

# nexy_together(program) compiles the files of a program together, six at a time: each alone would spend most of its
# compilation on the same headers. Names of two files must not clash, not even in their unnamed namespaces.
function(nexy_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
endfunction()

# nexy_test(name SOURCES ... DEPS ...) makes one GoogleTest program, its files compiled together, registered case by case.
# LABEL is `fast` unless said otherwise; TIMEOUT is in seconds a case. Those that may take longest begin first,
# or the last of them would run alone.
function(nexy_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "SOURCES;DEPS;DEFINES" ${ARGN})
  if(NOT ARG_LABEL)
    set(ARG_LABEL fast)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 60)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_DEPS} nexy_warnings GTest::gmock_main)
  nexy_together(${name})
  target_compile_options(${name} PRIVATE -O0)  # Half the compiler's time; what is tested is optimised.
  target_compile_definitions(${name} PRIVATE
    NEXY_SOURCE_DIR="${PROJECT_SOURCE_DIR}" NEXY_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}" ${ARG_DEFINES}
    $<$<BOOL:${NEXY_SANITIZE}>:NEXY_SANITIZED>)
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60
    PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT})
endfunction()
