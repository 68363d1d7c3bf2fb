#include "text/open_quotes.h"

#include "text/sentence_signs.h"
#include "text/unicode.h"

namespace nexy {

void OpenQuotes::Push(char32_t c, char32_t next) {
  if (c == U'"') straight_ = !straight_;
  if (c < 0xAB) return;
  if (c == U'‘' && !IsDigit(next)) ++singles_;  // ‘90s is a mistyped apostrophe.
  if (c == U'’' && singles_ > 0 && !IsLetter(next)) --singles_;
  if (c == U'«' && reversed_) {
    reversed_ = false;
    return;
  }
  if (c == U'»' && depth_ == 0 && IsWordChar(next)) reversed_ = true;
  const bool closes = Contains(U"»”」』", c) || (c == U'“' && low_);
  if (closes && depth_ > 0) --depth_;
  if (!closes && Contains(U"«“„「『", c)) ++depth_;
  if (c == U'„' || closes) low_ = c == U'„';
}

}  // namespace nexy
