// Signs any document with a key file: what a thief of that key can do. For tests only.
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "update/key_file.h"
#include "update/tuf_metadata.h"

int main(int argc, char** argv) {
  const char* words = std::getenv("NEXYCTL_PASSPHRASE");
  if (argc != 3 || words == nullptr) return 2;
  const auto key = nexy::OpenKeyFile(argv[1], argv[2], nexy::Secret(words));
  if (!key.ok()) {
    std::cerr << key.status() << "\n";
    return 1;
  }
  const std::string body((std::istreambuf_iterator<char>(std::cin)), {});
  std::cout << nexy::SignDocument(nlohmann::json::parse(body), {&*key});
  return 0;
}
