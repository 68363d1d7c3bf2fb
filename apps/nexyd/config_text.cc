#include "nexyd/config_text.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <sstream>
#include <utility>

#include "base/strings.h"
#include "nexyd/setting.h"

namespace nexy {
namespace {

constexpr std::size_t kDepthMax = 8;  // presets, dev, section, subsection, key: five are used.
constexpr std::size_t kNameMaxBytes = 128;
constexpr std::string_view kPresets = "presets";

// Collects a YAML text's settings while it is parsed, so that nothing has to be built of a hostile
// one; an alias is refused, never followed. Throws YAML::ParserException where going on makes no
// sense.
class ConfigEvents final : public YAML::EventHandler {
 public:
  ConfigEvents(std::string_view name, ConfigText& found) : name_(name), found_(found) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) Refuse(mark, "a second document begins, expected only one");
  }
  void OnDocumentEnd() override {}

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(mark, "an alias (*name) is not allowed here");
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    TakeNode(mark, "", GivenSetting::Shape::kNothing);
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string& value) override {
    TakeNode(mark, value, GivenSetting::Shape::kText);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    if (lists_ > 0) {
      list_.shape = GivenSetting::Shape::kOther;
    } else if (!maps_.empty() && maps_.back().has_key) {
      list_ = {maps_.back().ValuePath(), "", Origin(mark), GivenSetting::Shape::kList};
      list_mark_ = mark;
      maps_.back().has_key = false;
    } else {
      TakeNode(mark, "", GivenSetting::Shape::kOther);
    }
    GoDown(mark);
    ++lists_;
  }
  void OnSequenceEnd() override {
    --depth_;
    --lists_;
    if (lists_ == 0 && !list_.path.empty()) Add(list_mark_, list_.path, list_.text, list_.shape);
  }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    GoDown(mark);
    if (lists_ > 0) {
      list_.shape = GivenSetting::Shape::kOther;
      return;
    }
    if (!maps_.empty() && !maps_.back().has_key) Refuse(mark, "expected the name of a setting");
    Map map;
    if (!maps_.empty()) {
      map.path = maps_.back().ValuePath();
      maps_.back().has_key = false;
    }
    map.mark = mark;
    maps_.push_back(std::move(map));
  }
  void OnMapEnd() override {
    --depth_;
    if (lists_ > 0) return;
    const Map& map = maps_.back();
    if (map.empty && maps_.size() > 1) Add(map.mark, map.path, "", GivenSetting::Shape::kNothing);
    maps_.pop_back();
  }

 private:
  struct Map {
    std::string path;
    YAML::Mark mark;
    bool empty = true;
    std::string key;  // Whose value comes next, if has_key.
    bool has_key = false;

    std::string ValuePath() const { return path.empty() ? key : Concat(path, ".", key); }
  };

  [[noreturn]] static void Refuse(const YAML::Mark& mark, const std::string& what) {
    throw YAML::ParserException(mark, what);
  }
  void GoDown(const YAML::Mark& mark) {
    if (++depth_ > kDepthMax) Refuse(mark, "sections are nested too deep");
  }
  std::string Origin(const YAML::Mark& mark) const { return Concat(name_, ":", mark.line + 1); }
  void Mistake(const YAML::Mark& mark, std::string_view what) {
    found_.mistakes.push_back(Concat(Origin(mark), ": ", what));
  }

  // A name, a value, or a word of a list.
  void TakeNode(const YAML::Mark& mark, const std::string& text, GivenSetting::Shape shape) {
    if (lists_ > 0) {
      TakeWord(text, shape);
      return;
    }
    if (maps_.empty()) {
      // An empty file is a file without settings.
      if (shape != GivenSetting::Shape::kNothing)
        Mistake(mark, "expected sections, such as `rpc:`");
      return;
    }
    Map& map = maps_.back();
    if (map.has_key) {
      map.has_key = false;
      Add(mark, map.ValuePath(), text, shape);
    } else {
      TakeKey(mark, text, shape, map);
    }
  }
  void TakeWord(const std::string& text, GivenSetting::Shape shape) {
    if (shape != GivenSetting::Shape::kText || text.empty()) {
      list_.shape = GivenSetting::Shape::kOther;
    } else {
      list_.text += (list_.text.empty() ? "" : ", ") + text;
    }
  }
  void TakeKey(const YAML::Mark& mark, const std::string& text, GivenSetting::Shape shape,
               Map& map) {
    if (shape != GivenSetting::Shape::kText || text.empty()) {
      Refuse(mark, "expected the name of a setting");
    }
    if (text.size() > kNameMaxBytes) Refuse(mark, "a name is too long");
    map.key = text;
    map.has_key = true;
    map.empty = false;
    const auto [first, is_new] = lines_.emplace(map.ValuePath(), mark.line + 1);
    if (!is_new) {
      Mistake(mark,
              Concat(Shortened(map.ValuePath()), " stands twice, first on line ", first->second));
    }
  }

  void Add(const YAML::Mark& mark, std::string path, const std::string& text,
           GivenSetting::Shape shape) {
    if (path == kPresets || path.starts_with(Concat(kPresets, "."))) {
      AddPreset(mark, path, text, shape);
    } else {
      found_.settings.push_back({std::move(path), text, Origin(mark), shape});
    }
  }
  void AddPreset(const YAML::Mark& mark, const std::string& path, const std::string& text,
                 GivenSetting::Shape shape) {
    const std::string rest = path.size() > kPresets.size() ? path.substr(kPresets.size() + 1) : "";
    const std::string word = rest.substr(0, rest.find('.'));
    const auto environment = EnvironmentOf(word);
    if (environment && word != rest) {
      found_.presets[*environment].push_back({rest.substr(word.size() + 1), text,
                                              Concat(Origin(mark), " (preset ", word, ")"), shape});
    } else if (!environment && !rest.empty()) {
      Mistake(mark,
              Concat("presets.", Shortened(word), " is no preset, expected dev, stage or prod"));
    } else if (shape != GivenSetting::Shape::kNothing) {
      Mistake(mark, Concat(path, " is a section, expected settings below it"));
    }
  }

  const std::string name_;
  ConfigText& found_;
  std::vector<Map> maps_;             // From the root to the one that is open.
  std::map<std::string, int> lines_;  // Of the names seen so far.
  std::size_t depth_ = 0;
  std::size_t lists_ = 0;  // That are open, with what is in them.
  GivenSetting list_;      // The outermost of them.
  YAML::Mark list_mark_;
  int documents_ = 0;
};

// What the YAML library takes without a word, or explains badly; empty: nothing.
std::string TextMistake(std::string_view name, std::string_view text) {
  if (text.size() > kConfigMaxBytes) {
    return Concat(name, ": is larger than ", kConfigMaxBytes,
                  " bytes, expected a configuration file");
  }
  std::size_t line = 1;
  bool indenting = true;
  for (const char c : text) {
    if (c == '\0') return Concat(name, ":", line, ": a NUL byte, expected text");
    if (c == '\t' && indenting)
      return Concat(name, ":", line, ": a tab before text, expected spaces");
    if (c == '\n') ++line;
    indenting = c == '\n' || (indenting && c == ' ');
  }
  return "";
}

}  // namespace

ConfigText ReadConfigText(std::string_view name, std::string_view text) {
  ConfigText found;
  if (std::string mistake = TextMistake(name, text); !mistake.empty()) {
    found.mistakes.push_back(std::move(mistake));
    return found;
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    ConfigEvents events(name, found);
    // Two are enough to report that there is more than one.
    if (parser.HandleNextDocument(events)) parser.HandleNextDocument(events);
  } catch (const YAML::Exception& error) {
    // The rest of the file is unread: reports on the half of it would mislead.
    return {{}, {}, {Concat(name, ":", error.mark.line + 1, ": ", Shortened(error.msg))}};
  }
  return found;
}

}  // namespace nexy
