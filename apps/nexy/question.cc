#include "nexy/question.h"

#include <unicode/ustring.h>
#include <unistd.h>

#include <cstddef>

#include "base/status.h"
#include "base/strings.h"
#include "nexy/bounded_read.h"

namespace nexy {
namespace {

// Well above any server's prompt_max_bytes, which it checks itself.
constexpr std::size_t kQuestionMaxBytes = 1024 * 1024;

bool IsUtf8(const std::string& text) {
  UErrorCode error = U_ZERO_ERROR;
  u_strFromUTF8(nullptr, 0, nullptr, text.data(), static_cast<int32_t>(text.size()), &error);
  return error != U_INVALID_CHAR_FOUND;
}

absl::StatusOr<std::string> ReadStandardInput() {
  if (isatty(STDIN_FILENO) == 1) {
    return absl::InvalidArgumentError(
        "What is the question? Write nexy ask \"What time is it?\", or send it to standard input.");
  }
  auto text = ReadAll(STDIN_FILENO, kQuestionMaxBytes);
  if (!text.ok()) {
    return absl::InvalidArgumentError(
        Concat("The question on standard input cannot be taken: ", MessageOf(text.status()), "."));
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> ReadQuestion(const std::optional<std::string>& text) {
  std::string question;
  if (text && *text != "-") {
    question = *text;
  } else {
    NEXY_ASSIGN_OR_RETURN(question, ReadStandardInput());
  }
  if (question.find_first_not_of(" \t\r\n\v\f") == std::string::npos) {
    return absl::InvalidArgumentError("The question is empty.");
  }
  if (!IsUtf8(question)) return absl::InvalidArgumentError("The question is not UTF-8 text.");
  return question;
}

}  // namespace nexy
