// Texts that the client takes from a person or a server: addresses, ids, answers for a terminal.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "nexy/server_address.h"
#include "nexy/terminal_text.h"
#include "nexy/uuid.h"

namespace {

void Require(bool holds) {
  if (!holds) std::abort();
}

void CheckTerminalText(std::string_view text) {
  const std::string safe = nexy::TerminalText(text);
  Require(safe.size() <= text.size());
  for (std::size_t i = 0; i < safe.size(); ++i) {
    const auto byte = static_cast<unsigned char>(safe[i]);
    Require(byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7f));
    if (byte == 0xc2)
      Require(i + 1 < safe.size() && static_cast<unsigned char>(safe[i + 1]) >= 0xa0);
  }
  Require(nexy::TerminalText(safe) == safe);
}

void CheckServerAddress(std::string_view text) {
  const auto address = nexy::ParseServerAddress(text);
  if (!address.ok()) return;
  const auto again = nexy::ParseServerAddress(address->Text());
  Require(again.ok() && again->host == address->host && again->port == address->port);
  Require(again->IsLoopback() == address->IsLoopback());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  CheckTerminalText(text);
  CheckServerAddress(text);
  nexy::IsUuid4(text);
  return 0;
}
