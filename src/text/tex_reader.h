#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "text/language.h"

namespace nexy {

// Says TeX in words: "\frac{1}{2}" is "1 over 2", "x_i^2" is "x sub i to the power of 2". Braces
// and what only sets the type are passed over; what it does not know stays as it is written.
class TexReader {
 public:
  TexReader(std::u32string_view text, Language language) : text_(text), language_(language) {}

  // The whole formula.
  std::u32string ReadAll();
  // The command or script at the beginning; `size` is what it took of the text, 0 if there is none
  // that is known.
  std::u32string ReadFirst(std::size_t& size);

 private:
  // What a script after the last operand is: limits of a sum are no powers.
  enum class Scripts { kPlain, kLimits, kApproach, kBase };

  bool Done() const { return at_ >= text_.size(); }
  char32_t Peek(std::size_t offset = 0) const {
    return at_ + offset < text_.size() ? text_[at_ + offset] : U' ';
  }
  std::u32string_view Pick(std::u32string_view english, std::u32string_view russian) const {
    return language_ == Language::kRussian ? russian : english;
  }

  void ReadOne();
  void ReadCommand();
  bool ReadStructure(std::u32string_view name);
  Scripts ScriptsAfter(std::u32string_view name) const;
  std::u32string_view ScriptWords(bool above) const;
  bool ReadNamedPower();
  void ReadScript();
  void ReadBar();
  void ReadSign();
  void ReadArgument();
  std::u32string_view ReadName();
  std::u32string_view ReadRaw(char32_t open, char32_t close);

  void Say(std::u32string_view words);
  void Join(std::u32string_view characters);

  const std::u32string_view text_;
  const Language language_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  Scripts scripts_ = Scripts::kPlain;
  bool bar_open_ = false;
  bool said_ = false;  // A blank belongs after what was said last.
  std::u32string out_;
};

}  // namespace nexy
