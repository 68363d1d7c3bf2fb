#include "exchange.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace nexy::sim {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

}  // namespace

std::string_view Exchange::ContentType() const {
  std::string_view type = Header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type;
}

std::string Exchange::Query(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (PercentDecoded(pair.substr(0, equals)) != name) continue;
    return equals == std::string_view::npos ? "" : PercentDecoded(pair.substr(equals + 1));
  }
  return {};
}

KeyProblem Exchange::ProblemOf(std::string_view key) const {
  if (key.empty()) return KeyProblem::kMissing;
  const std::string& wanted = cast->key ? *cast->key : engine.options().key;
  const bool good = wanted.empty() ? !key.starts_with("bad") : key == wanted;
  return good ? KeyProblem::kNone : KeyProblem::kWrong;
}

bool Exchange::KnowsModel(std::string_view model) const {
  return cast->models.empty() || std::ranges::find(cast->models, model) != cast->models.end();
}

Generation::Generation(const Exchange& exchange)
    : engine_(exchange.engine), was_cut_(exchange.was_cut) {
  engine_.Count([](SimStats& stats) {
    ++stats.generations_started;
    ++stats.generations_live;
  });
}

Generation::~Generation() {
  engine_.Count([this](SimStats& stats) {
    --stats.generations_live;
    ++(finished_  ? stats.generations_finished
       : was_cut_ ? stats.generations_cut
                  : stats.generations_aborted);
  });
}

std::string WithNumber(std::string_view text, std::uint64_t number) {
  std::string made;
  for (std::size_t at = text.find("$N"); at != std::string_view::npos; at = text.find("$N")) {
    made += text.substr(0, at);
    made += std::to_string(number);
    text.remove_prefix(at + 2);
  }
  return made.append(text);
}

std::string Quoted(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace nexy::sim
