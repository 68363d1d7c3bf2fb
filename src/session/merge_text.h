#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nexy {

// Pieces of one question as one text: `merge` of wire contract 3.4, folded over the pieces. A word
// is a run of characters that are no whitespace; words are compared byte for byte.
//
// A piece takes time linear in itself and in the text so far, and memory for the words of the text
// so far, however long the piece is.
class MergedText {
 public:
  void Add(std::string_view piece);
  std::string Take() && { return std::move(text_); }

 private:
  struct Word {
    std::uint64_t head;  // Its first bytes, which tell most words apart.
    std::string_view text;
  };
  struct Place {  // Of a word in text_, which moves.
    std::uint64_t head;
    std::size_t begin;
    std::size_t size;
  };
  class Pattern;

  Word WordAt(std::size_t index) const;
  void ReadWords();
  void Replace(std::string_view text);
  void Append(std::string_view text);

  std::string text_;
  std::size_t read_ = 0;  // So much of text_ is in words_.
  std::vector<Place> words_;
};

// The two of them merged.
std::string MergeText(std::string_view a, std::string_view b);

}  // namespace nexy
