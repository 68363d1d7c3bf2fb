#include "text/spoken_text.h"

namespace nexy {

std::string SpokenText(std::string_view sentence, const SpokenOptions&) {
  return std::string(sentence);
}

}  // namespace nexy
