#include "screen/screen_reader.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

namespace nexy {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(NEXY_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ScreenReader, Prints) {
  for (const char* path : {"apps/nexy/example-screen.webp", "src/screen/testdata/settings-ru.webp"}) {
    asio::io_context io;
    ScreenReader reader{ScreenOptions{}};
    auto shot = *Screenshot::FromBytes(ReadFile(path), {});
    auto start = std::chrono::steady_clock::now();
    auto text = asio::co_spawn(io, reader.Read(shot), asio::use_future);
    io.run();
    auto result = text.get();
    ASSERT_TRUE(result.ok()) << result.status();
    std::cout << std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() << "\n";
    for (const auto& line : (*result)->lines)
      std::cout << (line.paragraph_start ? "P " : "  ") << line.confidence << " " << line.left << ","
                << line.top << " " << line.width << "x" << line.height << " | " << line.text << "\n";
  }
}

}  // namespace
}  // namespace nexy
