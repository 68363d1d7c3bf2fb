#include "nexyd/setting.h"

#include <algorithm>
#include <optional>
#include <span>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/strings.h"
#include "nexyd/units.h"

namespace nexy {
namespace {

constexpr std::size_t kTextMaxBytes = 4096;  // The longest path that the system takes.
constexpr std::size_t kShownMaxBytes = 128;

constexpr std::string_view kLogLevels[] = {"debug", "info", "warn", "error"};

std::size_t IndexOf(std::span<const std::string_view> words, const SettingValue& value) {
  return static_cast<std::size_t>(std::ranges::find(words, std::get<std::string>(value)) -
                                  words.begin());
}

std::optional<std::int64_t> ParseNumber(std::string_view text, SettingUnit unit) {
  switch (unit) {
    case SettingUnit::kNone:
      return ParseWhole(text);
    case SettingUnit::kBytes:
      return ParseBytes(text);
    case SettingUnit::kMilliseconds:
      return ParseMilliseconds(text);
    case SettingUnit::kMoney:
      if (const auto money = ParseMoney(text)) return money->micros;
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<bool> ParseBool(std::string_view text) {
  if (absl::EqualsIgnoreCase(absl::string_view(text.data(), text.size()), "true")) return true;
  if (absl::EqualsIgnoreCase(absl::string_view(text.data(), text.size()), "false")) return false;
  return std::nullopt;
}

// The words of a list as a person may write it: commas between them, brackets around them.
std::vector<std::string> WordsOf(std::string_view list) {
  if (list.starts_with('[') && list.ends_with(']')) list = list.substr(1, list.size() - 2);
  std::vector<std::string> words;
  for (const absl::string_view word :
       absl::StrSplit(absl::string_view(list.data(), list.size()), ',')) {
    words.emplace_back(absl::StripAsciiWhitespace(word));
  }
  if (words.size() == 1 && words.front().empty()) words.clear();
  return words;
}

std::string Listed(std::vector<std::string> words) {
  std::ranges::replace(words, std::string(), std::string("\"\""));
  return absl::StrJoin(words, ", ");
}

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }

}  // namespace

SettingValue ReadMember(Language member) { return std::string(LanguageTag(member)); }
SettingValue ReadMember(LogLevel member) {
  return std::string(kLogLevels[static_cast<std::size_t>(member)]);
}
void WriteMember(const SettingValue& value, Language& member) {
  member = LanguageFromTag(std::get<std::string>(value)).value_or(Language::kEnglish);
}
SettingValue ReadMember(const std::vector<std::string>& member) {
  return absl::StrJoin(member, ", ");
}
void WriteMember(const SettingValue& value, std::vector<std::string>& member) {
  member = WordsOf(std::get<std::string>(value));
}
void WriteMember(const SettingValue& value, LogLevel& member) {
  member = static_cast<LogLevel>(IndexOf(kLogLevels, value));
}

Setting Setting::In(std::int64_t lowest, std::int64_t highest) && {
  lowest_ = lowest;
  highest_ = highest;
  return std::move(*this);
}

Setting Setting::In(std::chrono::milliseconds lowest, std::chrono::milliseconds highest) && {
  return std::move(*this).In(lowest.count(), highest.count());
}

Setting Setting::Even() && {
  even_ = true;
  return std::move(*this);
}

Setting Setting::OneOf(std::vector<std::string> words) && {
  words_ = std::move(words);
  return std::move(*this);
}

Setting Setting::NotEmpty() && {
  not_empty_ = true;
  return std::move(*this);
}

bool Setting::is_text() const {
  return unit_ != SettingUnit::kNone || std::holds_alternative<std::string>(read_(Options{}));
}

std::string Setting::EnvironmentName() const {
  return "NEXY_" + absl::AsciiStrToUpper(absl::StrJoin(absl::StrSplit(path_, '.'), "_"));
}

absl::Status Setting::Assign(std::string_view text, Options& options) const {
  const SettingValue old = read_(options);
  if (std::holds_alternative<bool>(old)) {
    const auto value = ParseBool(text);
    if (!value) return Wrong(text);
    write_(*value, options);
  } else if (std::holds_alternative<std::int64_t>(old)) {
    const auto value = ParseNumber(text, unit_);
    if (!value || *value < lowest_ || *value > highest_ || (even_ && *value % 2 != 0)) {
      return Wrong(text);
    }
    write_(*value, options);
  } else {
    if (!Allows(text)) return Wrong(text);
    write_(std::string(text), options);
  }
  return absl::OkStatus();
}

bool Setting::Allows(std::string_view text) const {
  if (text.size() > kTextMaxBytes || std::ranges::any_of(text, IsControl)) return false;
  if (not_empty_ && text.empty()) return false;
  if (is_language_ && !LanguageFromTag(text).has_value()) return false;
  const auto listed = [this](std::string_view word) {
    return words_.empty() || std::ranges::find(words_, word) != words_.end();
  };
  return is_list_ ? std::ranges::all_of(WordsOf(text), listed) : listed(text);
}

absl::Status Setting::Wrong(std::string_view text) const {
  return absl::InvalidArgumentError(Concat(path_, " is ", Quoted(text), ", expected ", Expected()));
}

std::string Setting::ShowNumber(std::int64_t number) const {
  switch (unit_) {
    case SettingUnit::kNone:
      break;
    case SettingUnit::kBytes:
      return ShowBytes(number);
    case SettingUnit::kMilliseconds:
      return ShowMilliseconds(number);
    case SettingUnit::kMoney:
      return ShowMoney({number});
  }
  return Concat(number);
}

std::string Setting::Show(const Options& options) const {
  const SettingValue value = read_(options);
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return ShowNumber(*number);
  return std::get<std::string>(value);
}

std::string Setting::Expected() const {
  const SettingValue value = read_(Options{});
  if (std::holds_alternative<bool>(value)) return "true or false";
  if (std::holds_alternative<std::int64_t>(value)) {
    const std::string_view number = even_ ? "even number" : "whole number";
    const std::string range = Concat(" from ", ShowNumber(lowest_), " to ", ShowNumber(highest_));
    switch (unit_) {
      case SettingUnit::kNone:
        return Concat("a ", number, range);
      case SettingUnit::kBytes:
        return Concat(even_ ? "an even size" : "a size", range,
                      ", written like 4096, 4KiB or 16MiB");
      case SettingUnit::kMilliseconds:
        return Concat("a time", range, ", written like 250ms, 3s, 2m or 1h");
      case SettingUnit::kMoney:
        return Concat("an amount of money", range, ", written like 0.35, with at most six decimals");
    }
  }
  if (is_language_) return "a language tag of English or Russian, such as en or ru-RU";
  if (is_list_) return Concat("a list of ", Listed(words_), "; [] is none");
  if (!words_.empty()) {
    return words_.size() == 1 ? words_.front() : "one of " + Listed(words_);
  }
  return Concat(not_empty_ ? "a text that is not empty, " : "a text ", "of one line and at most ",
                kTextMaxBytes, " bytes");
}

std::string Shortened(std::string_view text) {
  std::size_t size = std::min(text.size(), kShownMaxBytes);
  // Not through the middle of a character.
  while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
  return Concat(absl::Utf8SafeCEscape(absl::string_view(text.data(), size)),
                size < text.size() ? "…" : "");
}

std::string Quoted(std::string_view text) { return Concat("\"", Shortened(text), "\""); }

}  // namespace nexy
