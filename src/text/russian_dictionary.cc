#include "text/russian_dictionary.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <utility>

namespace nexy {

namespace {

// Takes what is before the next line end from `text`.
std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

std::vector<std::string_view> FieldsOf(std::string_view line) {
  constexpr std::string_view kBlank = " \t\r";
  std::vector<std::string_view> fields;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    if (line.empty()) return fields;
    fields.push_back(line.substr(0, line.find_first_of(kBlank)));
    line.remove_prefix(fields.back().size());
  }
}

// Whether it is a byte of a character, and not its first.
bool IsWithinCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Takes the last character from `text`, which is not empty.
std::string_view TakeLast(std::string_view& text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && IsWithinCharacter(text[at])) --at;
  const std::string_view last = text.substr(at);
  text.remove_suffix(last.size());
  return last;
}

// Takes the last character of a condition, "." for any, or all of "[гкх]" or "[^с]"; says whether
// `letter` fits.
bool TakeFits(std::string_view& condition, std::string_view letter) {
  std::string_view letters = TakeLast(condition);
  if (letters != "]") return letters == letter || letters == ".";
  const std::size_t open = condition.rfind('[');
  letters = condition.substr(open + 1);
  condition = condition.substr(0, open);
  const bool others = letters.starts_with('^');
  return (letters.find(letter) != letters.npos) != others;
}

// Takes from the end of a condition what `end`, the end of a word, fits; says whether it does.
bool TakeEnd(std::string_view& condition, std::string_view end) {
  while (!condition.empty() && !end.empty()) {
    if (!TakeFits(condition, TakeLast(end))) return false;
  }
  return true;
}

std::string_view WordOf(std::string_view line) { return line.substr(0, line.find('/')); }

}  // namespace

std::unique_ptr<const RussianDictionary> RussianDictionary::Open(const std::string& affixes,
                                                                 const std::string& words) {
  absl::StatusOr<MappedFile> rules = MappedFile::Open(affixes);
  absl::StatusOr<MappedFile> lines = MappedFile::Open(words);
  if (!rules.ok() || !lines.ok()) return nullptr;
  if (!rules->bytes().starts_with("SET UTF-8")) return nullptr;
  if (lines->bytes().size() > std::numeric_limits<std::uint32_t>::max()) return nullptr;
  return std::unique_ptr<const RussianDictionary>(
      new RussianDictionary(*std::move(rules), *std::move(lines)));
}

RussianDictionary::RussianDictionary(MappedFile affixes, MappedFile words)
    : affixes_(std::move(affixes)), words_(std::move(words)) {
  ReadRules();
  IndexWords();
}

// "SFX I а ой [^гкх]а"; 0 is nothing. A group begins with a line of four fields.
void RussianDictionary::ReadRules() {
  const auto letters = [](std::string_view field) { return field == "0" ? "" : field; };
  for (std::string_view rest = affixes_.bytes(); !rest.empty();) {
    const std::vector<std::string_view> fields = FieldsOf(TakeLine(rest));
    if (fields.size() < 5 || fields[0] != "SFX") continue;
    const std::string_view written = letters(fields[3]);
    const std::string_view removed = letters(fields[2]);
    std::string_view condition = fields[4];
    if (!TakeEnd(condition, removed)) continue;
    rules_[written].push_back({removed, condition, fields[1].front()});
    longest_ = std::max(longest_, written.size());
  }
  for (auto& [written, rules] : rules_) std::ranges::reverse(rules);  // As in hunspell.
}

void RussianDictionary::IndexWords() {
  const std::string_view bytes = words_.bytes();
  const auto count = static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
  places_.resize(std::bit_ceil(count + count / 2 + 1));
  std::string_view rest = bytes;
  for (TakeLine(rest); !rest.empty();) {
    const auto place = static_cast<std::uint32_t>(bytes.size() - rest.size());
    std::size_t slot = std::hash<std::string_view>()(WordOf(TakeLine(rest)));
    while (places_[slot & (places_.size() - 1)] != 0) ++slot;
    places_[slot & (places_.size() - 1)] = place;
  }
  words_.Forget();
}

// nullopt: it is no word of the dictionary.
std::optional<std::string_view> RussianDictionary::FlagsOf(std::string_view word) const {
  std::size_t slot = std::hash<std::string_view>()(word);
  while (const std::uint32_t place = places_[slot++ & (places_.size() - 1)]) {
    std::string_view rest = words_.bytes().substr(place);
    if (!rest.starts_with(word)) continue;
    const std::string_view line = TakeLine(rest);
    if (WordOf(line) == word) return line.substr(word.size());
  }
  return std::nullopt;
}

std::vector<std::string> RussianDictionary::Lemmas(std::string_view form, std::size_t most) const {
  std::vector<std::string> lemmas;
  if (FlagsOf(form)) lemmas.emplace_back(form);
  std::string lemma;
  for (std::size_t cut = form.size(); cut > 0 && form.size() - cut <= longest_; --cut) {
    if (cut < form.size() && IsWithinCharacter(form[cut])) continue;
    const auto rules = rules_.find(form.substr(cut));
    if (rules == rules_.end()) continue;
    for (const Rule& rule : rules->second) {
      if (lemmas.size() >= most) return lemmas;
      std::string_view condition = rule.condition;
      if (!TakeEnd(condition, form.substr(0, cut)) || !condition.empty()) continue;
      lemma.assign(form, 0, cut).append(rule.removed);
      const std::optional<std::string_view> flags = FlagsOf(lemma);
      if (!flags || flags->find(rule.flag) == flags->npos) continue;
      if (std::ranges::find(lemmas, lemma) == lemmas.end()) lemmas.push_back(lemma);
    }
  }
  return lemmas;
}

}  // namespace nexy
