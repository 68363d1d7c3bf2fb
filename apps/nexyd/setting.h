#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "base/log.h"
#include "base/money.h"
#include "nexyd/options.h"
#include "text/language.h"

namespace nexy {

// A setting's value: whole numbers, bytes, milliseconds and millionths of money are integers; words of a closed list are
// texts.
using SettingValue = std::variant<bool, std::int64_t, std::string>;

inline SettingValue ReadMember(bool member) { return member; }
template <std::integral T>
SettingValue ReadMember(T member) {
  return static_cast<std::int64_t>(member);
}
inline SettingValue ReadMember(std::chrono::milliseconds member) {
  return std::int64_t{member.count()};
}
inline SettingValue ReadMember(Money member) { return std::int64_t{member.micros}; }
inline SettingValue ReadMember(const std::string& member) { return member; }
// A list is a text with commas between its words.
SettingValue ReadMember(const std::vector<std::string>& member);
SettingValue ReadMember(Language member);
SettingValue ReadMember(LogLevel member);

inline void WriteMember(const SettingValue& value, bool& member) { member = std::get<bool>(value); }
template <std::integral T>
void WriteMember(const SettingValue& value, T& member) {
  member = static_cast<T>(std::get<std::int64_t>(value));
}
inline void WriteMember(const SettingValue& value, std::chrono::milliseconds& member) {
  member = std::chrono::milliseconds(std::get<std::int64_t>(value));
}
inline void WriteMember(const SettingValue& value, Money& member) {
  member.micros = std::get<std::int64_t>(value);
}
inline void WriteMember(const SettingValue& value, std::string& member) {
  member = std::get<std::string>(value);
}
void WriteMember(const SettingValue& value, std::vector<std::string>& member);
void WriteMember(const SettingValue& value, Language& member);
void WriteMember(const SettingValue& value, LogLevel& member);

enum class SettingUnit { kNone, kBytes, kMilliseconds, kMoney };

// A setting's path, how it is written, what it may be, and the member of Options that holds it.
class Setting {
 public:
  // `member` takes an Options and returns a reference to the member. A member named `…_bytes` is a
  // size, a duration is written with its unit.
  template <typename Member>
  Setting(std::string path, Member member)
      : path_(std::move(path)),
        read_([member](const Options& options) { return ReadMember(member(options)); }),
        write_([member](const SettingValue& value, Options& options) {
          WriteMember(value, member(options));
        }) {
    using Type = std::remove_cvref_t<decltype(member(std::declval<Options&>()))>;
    if (std::same_as<Type, std::chrono::milliseconds>) {
      unit_ = SettingUnit::kMilliseconds;
    } else if (std::same_as<Type, Money>) {
      unit_ = SettingUnit::kMoney;
    } else if (path_.ends_with("_bytes")) {
      unit_ = SettingUnit::kBytes;
    }
    is_language_ = std::same_as<Type, Language>;
    is_list_ = std::same_as<Type, std::vector<std::string>>;
    if (std::same_as<Type, LogLevel>) words_ = {"debug", "info", "warn", "error"};
  }

  // What a number may be, ends included.
  Setting In(std::int64_t lowest, std::int64_t highest) &&;
  Setting In(std::chrono::milliseconds lowest, std::chrono::milliseconds highest) &&;
  Setting Even() &&;
  // The value, or each word of a list, is one of `words`.
  Setting OneOf(std::vector<std::string> words) &&;
  Setting NotEmpty() &&;

  const std::string& path() const { return path_; }
  const std::vector<std::string>& words() const { return words_; }
  bool limited() const { return lowest_ <= highest_; }
  bool is_text() const;
  bool is_list() const { return is_list_; }
  SettingUnit unit() const { return unit_; }
  // rpc.max_live_turns is NEXY_RPC_MAX_LIVE_TURNS.
  std::string EnvironmentName() const;

  // INVALID_ARGUMENT says what `text` is and what is expected; `options` is then as it was.
  absl::Status Assign(std::string_view text, Options& options) const;
  // The value as it would be written in the file.
  std::string Show(const Options& options) const;
  // "a whole number from 0 to 65535".
  std::string Expected() const;

 private:
  bool Allows(std::string_view text) const;
  absl::Status Wrong(std::string_view text) const;
  std::string ShowNumber(std::int64_t number) const;

  std::string path_;
  std::function<SettingValue(const Options&)> read_;
  std::function<void(const SettingValue&, Options&)> write_;
  SettingUnit unit_ = SettingUnit::kNone;
  std::int64_t lowest_ = 1;  // lowest_ > highest_: no limits were given.
  std::int64_t highest_ = 0;
  bool even_ = false;
  bool is_language_ = false;
  bool is_list_ = false;
  bool not_empty_ = false;
  std::vector<std::string> words_;
};

// `text` as it may stand in an error message: cut when long, control characters escaped.
std::string Shortened(std::string_view text);
std::string Quoted(std::string_view text);

}  // namespace nexy
