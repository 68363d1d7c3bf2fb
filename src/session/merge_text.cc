#include "session/merge_text.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "session/whitespace.h"

namespace nexy {
namespace {

std::uint64_t Head(std::string_view word) {
  std::uint64_t head = 0;
  std::memcpy(&head, word.data(), std::min(word.size(), sizeof(head)));
  return head;
}

}  // namespace

// A run of words to be found in another text, word by word (Knuth, Morris and Pratt).
class MergedText::Pattern {
 public:
  explicit Pattern(std::vector<Word> words) : words_(std::move(words)), borders_(words_.size(), 0) {
    for (std::size_t i = 1, length = 0; i < words_.size(); ++i) {
      length = borders_[i] = Longer(length, words_[i]);
    }
  }

  // Reads the other text's next word. True when the whole pattern has just been read.
  bool Read(const Word& word) {
    if (matched_ < words_.size()) matched_ = Longer(matched_, word);
    return matched_ == words_.size();
  }

  // So many of the pattern's first words were the last ones read.
  std::size_t matched() const { return matched_; }
  std::size_t size() const { return words_.size(); }
  std::string_view word(std::size_t index) const { return words_[index].text; }

 private:
  static bool Equal(const Word& a, const Word& b) {
    return a.head == b.head && a.text.size() == b.text.size() &&
           (a.text.size() <= sizeof(a.head) || a.text == b.text);
  }

  std::size_t Longer(std::size_t length, const Word& word) const {
    while (length > 0 && !Equal(words_[length], word)) length = borders_[length - 1];
    return Equal(words_[length], word) ? length + 1 : 0;
  }

  std::vector<Word> words_;
  std::vector<std::size_t> borders_;  // For each prefix, how long its longest border is.
  std::size_t matched_ = 0;
};

auto MergedText::WordAt(std::size_t index) const -> Word {
  const Place& place = words_[index];
  return {place.head, {text_.data() + place.begin, place.size}};
}

void MergedText::ReadWords() {
  WordReader reader(std::string_view(text_).substr(read_));
  for (auto word = reader.Next(); !word.empty(); word = reader.Next()) {
    words_.push_back({Head(word), static_cast<std::size_t>(word.data() - text_.data()), word.size()});
  }
  read_ = text_.size();
}

void MergedText::Replace(std::string_view text) {
  text_ = text;
  read_ = 0;
  words_.clear();
}

void MergedText::Append(std::string_view text) {
  if (!EndsWithWhitespace(text_) && !BeginsWithWhitespace(text)) text_ += ' ';
  text_ += text;
}

void MergedText::Add(std::string_view piece) {
  if (text_.starts_with(piece)) return;
  if (piece.starts_with(text_)) return Replace(piece);
  ReadWords();

  // More of the piece's words cannot meet words of the text, and it may be a stranger's megabytes.
  std::vector<Word> first;
  WordReader reader(piece);
  for (auto word = reader.Next(); !word.empty() && first.size() <= words_.size();
       word = reader.Next()) {
    first.push_back({Head(word), word});
  }
  Pattern in_text(std::move(first));
  bool text_has_piece = in_text.size() == 0;
  for (std::size_t i = 0; i < words_.size() && !text_has_piece; ++i) {
    text_has_piece = in_text.Read(WordAt(i));
  }

  bool piece_has_text = words_.empty();
  if (!piece_has_text && in_text.size() >= words_.size()) {
    std::vector<Word> all;
    for (std::size_t i = 0; i < words_.size(); ++i) all.push_back(WordAt(i));
    Pattern in_piece(std::move(all));
    WordReader again(piece);
    for (auto word = again.Next(); !word.empty() && !piece_has_text; word = again.Next()) {
      piece_has_text = in_piece.Read({Head(word), word});
    }
  }

  if (text_has_piece && (!piece_has_text || text_.size() >= piece.size())) return;
  if (piece_has_text) return Replace(piece);
  const std::size_t overlap = in_text.matched();
  if (overlap > 0) {
    const std::string_view last = in_text.word(overlap - 1);
    piece.remove_prefix(static_cast<std::size_t>(last.data() + last.size() - piece.data()));
  }
  Append(piece);
}

std::string MergeText(std::string_view a, std::string_view b) {
  MergedText merged;
  merged.Add(a);
  merged.Add(b);
  return std::move(merged).Take();
}

}  // namespace nexy
