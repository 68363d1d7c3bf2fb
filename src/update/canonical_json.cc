#include "update/canonical_json.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/strings.h"

namespace nexy {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 32;
constexpr std::uint64_t kMaxNumber = std::uint64_t{1} << 53;

// Watches a document while it is read and remembers the first thing that is wrong with it.
class Strictness {
 public:
  bool Watch(int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kMaxDepth) Complain("it is nested too deeply");
    if (event == Json::parse_event_t::object_start) names_.emplace_back();
    if (event == Json::parse_event_t::object_end && !names_.empty()) names_.pop_back();
    if (event == Json::parse_event_t::key) WatchName(parsed.get_ref<const std::string&>());
    if (event == Json::parse_event_t::value) WatchValue(parsed);
    return complaint_.empty();
  }
  const std::string& complaint() const { return complaint_; }

 private:
  void WatchName(const std::string& name) {
    if (names_.empty() || !names_.back().insert(name).second) {
      Complain(Concat("the name \"", name.substr(0, 40), "\" stands twice in one object"));
    }
  }
  void WatchValue(const Json& value) {
    if (value.is_number_float()) Complain("it contains a fraction");
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > kMaxNumber) {
      Complain("it contains a number beyond 2^53");
    }
    if (value.is_number_integer() && !value.is_number_unsigned() &&
        value.get<std::int64_t>() < -static_cast<std::int64_t>(kMaxNumber)) {
      Complain("it contains a number beyond 2^53");
    }
  }
  void Complain(std::string complaint) {
    if (complaint_.empty()) complaint_ = std::move(complaint);
  }

  std::vector<std::set<std::string>> names_;
  std::string complaint_;
};

void AppendText(const std::string& text, std::string& out) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void Append(const Json& value, std::string& out) {
  const char* separator = "";
  if (value.is_object()) {
    out += '{';
    for (const auto& [name, member] : value.items()) {
      out += std::exchange(separator, ",");
      AppendText(name, out);
      out += ':';
      Append(member, out);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (const Json& element : value) {
      out += std::exchange(separator, ",");
      Append(element, out);
    }
    out += ']';
  } else if (value.is_string()) {
    AppendText(value.get_ref<const std::string&>(), out);
  } else {
    out += value.dump();
  }
}

template <typename Is>
absl::StatusOr<Json> Member(const Json& object, const char* name, Is is, const char* expected) {
  const auto member = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || member == object.end()) {
    return absl::InvalidArgumentError(Concat("\"", name, "\" is missing"));
  }
  if (!is(*member)) return absl::InvalidArgumentError(Concat("\"", name, "\" is not ", expected));
  return *member;
}

}  // namespace

absl::StatusOr<Json> ParseStrictJson(std::string_view text) {
  Strictness strictness;
  Json document = Json::parse(
      text,
      [&strictness](int depth, Json::parse_event_t event, Json& parsed) {
        return strictness.Watch(depth, event, parsed);
      },
      /*allow_exceptions=*/false);
  if (!strictness.complaint().empty()) {
    return absl::InvalidArgumentError(Concat("not strict JSON: ", strictness.complaint()));
  }
  if (document.is_discarded()) return absl::InvalidArgumentError("not JSON");
  return document;
}

std::string CanonicalJson(const Json& value) {
  std::string out;
  Append(value, out);
  return out;
}

absl::StatusOr<std::string> TextMember(const Json& object, const char* name) {
  auto member = Member(
      object, name, [](const Json& v) { return v.is_string(); }, "a text");
  if (!member.ok()) return member.status();
  return member->get<std::string>();
}

absl::StatusOr<std::int64_t> NumberMember(const Json& object, const char* name) {
  auto member = Member(
      object, name, [](const Json& v) { return v.is_number_integer(); }, "a whole number");
  if (!member.ok()) return member.status();
  return member->get<std::int64_t>();
}

absl::StatusOr<Json> ObjectMember(const Json& object, const char* name) {
  return Member(
      object, name, [](const Json& v) { return v.is_object(); }, "an object");
}

absl::StatusOr<Json> ListMember(const Json& object, const char* name) {
  return Member(
      object, name, [](const Json& v) { return v.is_array(); }, "a list");
}

absl::StatusOr<bool> FlagMember(const Json& object, const char* name) {
  auto member = Member(
      object, name, [](const Json& v) { return v.is_boolean(); }, "true or false");
  if (!member.ok()) return member.status();
  return member->get<bool>();
}

}  // namespace nexy
