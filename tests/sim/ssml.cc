#include "ssml.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace nexy::sim {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr int kMaxVoices = 50;
constexpr std::string_view kSynthesis = "http://www.w3.org/2001/10/synthesis";

using Attributes = std::vector<std::pair<std::string, std::string>>;

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
         c == '-' || c == '_' || c == '.' || (c & 0x80) != 0;
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string Utf8(unsigned code) {
  std::string bytes;
  if (code < 0x80) {
    bytes += static_cast<char>(code);
  } else if (code < 0x800) {
    bytes += static_cast<char>(0xc0 | code >> 6);
    bytes += static_cast<char>(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    bytes += static_cast<char>(0xe0 | code >> 12);
    bytes += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    bytes += static_cast<char>(0x80 | (code & 0x3f));
  } else {
    bytes += static_cast<char>(0xf0 | code >> 18);
    bytes += static_cast<char>(0x80 | (code >> 12 & 0x3f));
    bytes += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    bytes += static_cast<char>(0x80 | (code & 0x3f));
  }
  return bytes;
}

// "amp" -> "&", "#x41" -> "A".
std::optional<std::string> Entity(std::string_view name) {
  constexpr std::pair<std::string_view, std::string_view> kNamed[] = {
      {"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};
  for (const auto& [known, text] : kNamed) {
    if (name == known) return std::string(text);
  }
  if (!name.starts_with('#')) return std::nullopt;
  const bool hex = name.starts_with("#x");
  name.remove_prefix(hex ? 2 : 1);
  unsigned code = 0;
  const auto [end, error] =
      std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  if (error != std::errc() || end != name.data() + name.size() || code == 0 || code > 0x10ffff) {
    return std::nullopt;
  }
  return Utf8(code);
}

// Text with its entities resolved; nullopt when XML 1.0 does not allow it.
std::optional<std::string> Resolved(std::string_view raw) {
  std::string text;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto byte = static_cast<unsigned char>(raw[i]);
    if (byte < 0x20 && !IsSpace(raw[i])) return std::nullopt;
    if (raw[i] == '<') return std::nullopt;
    if (raw[i] != '&') {
      text += raw[i];
      continue;
    }
    const std::size_t end = raw.find(';', i);
    if (end == std::string_view::npos) return std::nullopt;
    const auto resolved = Entity(raw.substr(i + 1, end - i - 1));
    if (!resolved) return std::nullopt;
    text += *resolved;
    i = end;
  }
  return text;
}

bool IsNumber(std::string_view text, double from, double to) {
  double value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= from && value <= to;
}

bool IsRelative(std::string_view text, std::string_view unit) {
  return text.ends_with(unit) && (text.starts_with('+') || text.starts_with('-')) &&
         IsNumber(text.substr(0, text.size() - unit.size()), -1000, 1000);
}

bool IsRate(std::string_view text) {
  for (std::string_view name : {"x-slow", "slow", "medium", "fast", "x-fast", "default"}) {
    if (text == name) return true;
  }
  return IsRelative(text, "%") || IsNumber(text, 0.5, 2);
}

// "1.0" is no pitch: a number has a unit here.
bool IsPitch(std::string_view text) {
  for (std::string_view name : {"x-low", "low", "medium", "high", "x-high", "default"}) {
    if (text == name) return true;
  }
  if (text.ends_with("Hz") && IsNumber(text.substr(0, text.size() - 2), -1000, 2000)) return true;
  return IsRelative(text, "%") || IsRelative(text, "st");
}

bool IsVolume(std::string_view text) {
  for (std::string_view name :
       {"silent", "x-soft", "soft", "medium", "loud", "x-loud", "default"}) {
    if (text == name) return true;
  }
  return IsRelative(text, "%") || IsRelative(text, "") || IsNumber(text, 0, 100);
}

struct Element {
  std::vector<std::string_view> attributes;
  std::vector<std::string_view> parents;  // Empty: any but speak's own places.
};

const std::map<std::string_view, Element>& Elements() {
  static const std::map<std::string_view, Element> elements{
      {"speak", {{"version", "xmlns", "xmlns:mstts", "xml:lang", "xmlns:emo"}, {}}},
      {"voice", {{"name", "effect", "parameters"}, {"speak"}}},
      {"mstts:express-as", {{"style", "styledegree", "role"}, {"voice", "lang"}}},
      {"prosody",
       {{"rate", "pitch", "volume", "contour", "range"},
        {"voice", "lang", "mstts:express-as", "prosody", "p", "s"}}},
      {"lang", {{"xml:lang"}, {"voice", "mstts:express-as", "p", "s"}}},
      {"break", {{"strength", "time"}, {}}},
      {"p", {{}, {}}},
      {"s", {{}, {}}},
      {"sub", {{"alias"}, {}}},
      {"say-as", {{"interpret-as", "format", "detail"}, {}}},
      {"phoneme", {{"alphabet", "ph"}, {}}},
      {"emphasis", {{"level"}, {}}},
      {"bookmark", {{"mark"}, {}}},
      {"lexicon", {{"uri"}, {}}},
      {"audio", {{"src"}, {}}},
      {"mstts:silence", {{"type", "value"}, {"voice"}}},
      {"mstts:viseme", {{"type"}, {"voice"}}},
  };
  return elements;
}

// Reads a document once from front to back and stops at the first thing that Azure would refuse.
class Reading {
 public:
  explicit Reading(std::string_view text) : rest_(text) {}

  std::string Problem() {
    SkipSpace();
    if (rest_.starts_with("<?xml")) {
      const std::size_t end = rest_.find("?>");
      if (end == std::string_view::npos) return "the XML declaration has no end";
      rest_.remove_prefix(end + 2);
    }
    SkipSpace();
    while (!rest_.empty()) {
      std::string problem = rest_[0] == '<' ? Tag() : Text();
      if (!problem.empty()) return problem;
    }
    if (!open_.empty()) return "no end of <" + open_.back() + ">";
    if (voices_ == 0) return "no voice";
    return "";
  }

  const std::string& spoken() const { return spoken_; }

 private:
  void SkipSpace() {
    while (!rest_.empty() && IsSpace(rest_[0])) rest_.remove_prefix(1);
  }

  std::string Text() {
    const std::string_view raw = rest_.substr(0, rest_.find('<'));
    rest_.remove_prefix(raw.size());
    const auto text = Resolved(raw);
    if (!text) return "text that is not escaped";
    const bool blank = std::ranges::all_of(*text, IsSpace);
    if (open_.empty() && !blank) return "text outside of <speak>";
    if (open_.size() == 1 && !blank) return "text outside of <voice>";
    if (!blank || open_.size() > 1) spoken_ += *text;
    return "";
  }

  std::string_view Name() {
    std::size_t end = 0;
    while (end < rest_.size() && IsNameCharacter(rest_[end])) ++end;
    const std::string_view name = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return name;
  }

  std::string Tag() {
    if (rest_.starts_with("<!--")) {
      const std::size_t end = rest_.find("-->");
      if (end == std::string_view::npos) return "a comment has no end";
      rest_.remove_prefix(end + 3);
      return "";
    }
    rest_.remove_prefix(1);
    if (rest_.starts_with('/')) return EndTag();
    const std::string name(Name());
    Attributes attributes;
    if (std::string problem = ReadAttributes(name, attributes); !problem.empty()) return problem;
    const bool closed = rest_.starts_with("/>");
    if (!closed && !rest_.starts_with('>')) return "<" + name + "> is not well-formed";
    rest_.remove_prefix(closed ? 2 : 1);
    if (std::string problem = Judge(name, attributes); !problem.empty()) return problem;
    if (!closed) open_.push_back(name);
    return "";
  }

  std::string EndTag() {
    rest_.remove_prefix(1);
    const std::string name(Name());
    SkipSpace();
    if (!rest_.starts_with('>')) return "</" + name + " is not well-formed";
    rest_.remove_prefix(1);
    if (open_.empty() || open_.back() != name) return "</" + name + "> ends nothing";
    open_.pop_back();
    return "";
  }

  std::string ReadAttributes(const std::string& element, Attributes& attributes) {
    while (true) {
      SkipSpace();
      if (rest_.empty() || rest_[0] == '>' || rest_[0] == '/') return "";
      const std::string name(Name());
      SkipSpace();
      if (name.empty() || !rest_.starts_with('=')) return "<" + element + "> is not well-formed";
      rest_.remove_prefix(1);
      SkipSpace();
      const char quote = rest_.empty() ? '\0' : rest_[0];
      const std::size_t end =
          quote == '"' || quote == '\'' ? rest_.find(quote, 1) : std::string_view::npos;
      if (end == std::string_view::npos) return "an attribute of <" + element + "> is not quoted";
      auto value = Resolved(rest_.substr(1, end - 1));
      if (!value) return "an attribute of <" + element + "> is not escaped";
      attributes.emplace_back(name, *std::move(value));
      rest_.remove_prefix(end + 1);
    }
  }

  static const std::string* Find(const Attributes& attributes, std::string_view name) {
    for (const auto& [key, value] : attributes) {
      if (key == name) return &value;
    }
    return nullptr;
  }

  std::string Judge(const std::string& name, const Attributes& attributes) {
    const auto element = Elements().find(name);
    if (element == Elements().end()) return "unknown element <" + name + ">";
    if (open_.empty() != (name == "speak")) return "<" + name + "> may not be the root";
    for (const auto& [key, value] : attributes) {
      const auto& known = element->second.attributes;
      if (std::ranges::find(known, std::string_view(key)) == known.end()) {
        return "<" + name + "> has no attribute " + key;
      }
    }
    const auto& parents = element->second.parents;
    if (!parents.empty() &&
        std::ranges::find(parents, std::string_view(open_.back())) == parents.end()) {
      return "<" + name + "> may not be in <" + open_.back() + ">";
    }
    if (name.starts_with("mstts:") && !mstts_) return "the prefix mstts has no namespace";
    if (name == "speak") return JudgeSpeak(attributes);
    if (name == "voice") {
      const std::string* voice = Find(attributes, "name");
      if (voice == nullptr || voice->empty()) return "<voice> has no name";
    }
    if (name == "voice" || name == "audio") {
      if (++voices_ > kMaxVoices) return "more than 50 voices";
    }
    if (name == "prosody") return JudgeProsody(attributes);
    if (name == "mstts:express-as") {
      const std::string* degree = Find(attributes, "styledegree");
      if (degree != nullptr && !IsNumber(*degree, 0.01, 2)) return "styledegree is from 0.01 to 2";
    }
    if (name == "lang" && Find(attributes, "xml:lang") == nullptr) return "<lang> has no xml:lang";
    return "";
  }

  std::string JudgeSpeak(const Attributes& attributes) {
    const std::string* version = Find(attributes, "version");
    if (version == nullptr || *version != "1.0") return "<speak> has no version 1.0";
    const std::string* space = Find(attributes, "xmlns");
    if (space == nullptr || *space != kSynthesis) return "<speak> has the wrong namespace";
    const std::string* language = Find(attributes, "xml:lang");
    if (language == nullptr || language->empty()) return "<speak> has no xml:lang";
    if (const std::string* mstts = Find(attributes, "xmlns:mstts")) {
      if (*mstts != "http://www.w3.org/2001/mstts" && *mstts != "https://www.w3.org/2001/mstts") {
        return "the prefix mstts has the wrong namespace";
      }
      mstts_ = true;
    }
    return "";
  }

  static std::string JudgeProsody(const Attributes& attributes) {
    for (const auto& [key, value] : attributes) {
      const bool good = key == "rate"     ? IsRate(value)
                        : key == "pitch"  ? IsPitch(value)
                        : key == "volume" ? IsVolume(value)
                                          : true;
      if (!good) return "prosody: " + key + " cannot be " + value;
    }
    return "";
  }

  std::string_view rest_;
  std::vector<std::string> open_;
  std::string spoken_;
  bool mstts_ = false;
  int voices_ = 0;
};

}  // namespace

std::string SsmlProblem(std::string_view ssml) {
  if (ssml.size() > kMaxBytes) return "more than 64 KB";
  return Reading(ssml).Problem();
}

std::string SpokenTextOfSsml(std::string_view ssml) {
  Reading reading(ssml);
  reading.Problem();
  return reading.spoken();
}

}  // namespace nexy::sim
