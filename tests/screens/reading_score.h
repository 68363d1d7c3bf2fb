#pragma once

#include <string>
#include <vector>

#include "screen/screen_reader.h"
#include "screens/labelled_screens.h"

namespace nexy {

// How well a picture was read, or many.
struct Score {
  std::size_t characters = 0;  // Of the true text, white space left out.
  std::size_t errors = 0;      // Insertions, deletions and replacements.
  std::size_t pairs = 0;       // Of true lines that follow each other, both found.
  std::size_t in_order = 0;    // Those of which the second was read after the first.

  void Add(const Score& other);
  double ErrorRate() const;
  double OrderRate() const;
};

// Compares what was read with what stands there. Where the reading cut or joined lines in another way
// than the page, they are compared together; what was read where there is no text is all error. With
// `name`, lines that differ are printed.
Score ScoreReading(const std::vector<TrueLine>& truth, const std::vector<ScreenLine>& read, const std::string& name = "");

}  // namespace nexy
