#include "screen/ocr_engine.h"

#include <allheaders.h>
#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "absl/memory/memory.h"

// Of libgomp; its header is the compiler's own and not there for every compiler.
extern "C" void omp_set_max_active_levels(int levels);

namespace nexy {
namespace {

// Words below this are mostly icons, frames and photographs.
constexpr float kMinWordConfidence = 35;

struct Setting {
  const char* name;
  const char* value;
};
// The picture is dark on white already, and a screen's words are not book prose.
constexpr std::array kSettings = {Setting{"tessedit_do_invert", "0"}};

bool IsStopped(void* control, int) { return static_cast<const OcrControl*>(control)->stop; }

struct Box {
  int left = 0, top = 0, right = 0, bottom = 0;
};

// A word as Tesseract found it, in pixels of the picture.
struct Word {
  std::string text;
  float confidence = 0;
  Box box;
};

// Marks of which a screen has many that are no text: frames, separators, icons.
bool HasLetterOrDigit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80) != 0;
  });
}

// An icon or a corner of a frame, taken for a letter or two. A digit alone may be a price or a count.
bool IsRubbish(const ScreenLine& line) {
  constexpr std::size_t kBytes = 8;
  constexpr float kConfidence = 55;
  const bool has_digit = line.text.find_first_of("0123456789") != std::string::npos;
  return line.text.size() <= kBytes && line.confidence < kConfidence && !has_digit;
}

// What parts two labels in one row, instead of being a word: a frame, read as a bar.
bool IsFrame(const Word& word) {
  return word.text.find_first_not_of("|[]_-=~\\/") == std::string::npos;
}

// Adds words to lines. Tesseract's line is a whole row; labels that stand far from each other in
// one row are lines of their own.
class LineBuilder {
 public:
  LineBuilder(double scale, float certain) : scale_(scale), certain_(certain) {}

  void Add(const Word& word) {
    if (word.confidence < kMinWordConfidence) return;
    const int height = word.box.bottom - word.box.top;
    if (IsFrame(word) && height > 0 && word.box.right - word.box.left < height) return EndLine();
    if (count_ > 0 && word.box.left - box_.right > 2 * (box_.bottom - box_.top)) EndLine();
    if (count_ == 0) box_ = word.box;
    box_ = {std::min(box_.left, word.box.left), std::min(box_.top, word.box.top),
            std::max(box_.right, word.box.right), std::max(box_.bottom, word.box.bottom)};
    if (!line_.text.empty()) line_.text += ' ';
    line_.text += word.text;
    if (word.confidence < certain_) line_.uncertain.push_back(count_);
    line_.confidence += word.confidence;
    ++count_;
  }

  void EndLine() {
    line_.confidence /= static_cast<float>(std::max<std::size_t>(count_, 1));
    if (HasLetterOrDigit(line_.text) && !IsRubbish(line_)) {
      line_.left = OnScreen(box_.left);
      line_.top = OnScreen(box_.top);
      line_.width = OnScreen(box_.right - box_.left);
      line_.height = OnScreen(box_.bottom - box_.top);
      lines_.push_back(std::move(line_));
    }
    line_ = {};
    count_ = 0;
  }

  std::vector<ScreenLine> Take() { return std::move(lines_); }

 private:
  int OnScreen(int pixels) const { return static_cast<int>(std::lround(pixels / scale_)); }

  const double scale_;
  const float certain_;
  ScreenLine line_;
  Box box_;
  std::size_t count_ = 0;
  std::vector<ScreenLine> lines_;
};

Word CurrentWord(const tesseract::ResultIterator& words) {
  Word word;
  word.confidence = words.Confidence(tesseract::RIL_WORD);
  words.BoundingBox(tesseract::RIL_WORD, &word.box.left, &word.box.top, &word.box.right, &word.box.bottom);
  const std::unique_ptr<char[]> text(words.GetUTF8Text(tesseract::RIL_WORD));
  if (text == nullptr) word.confidence = 0;
  if (text != nullptr) word.text = text.get();
  return word;
}

std::vector<ScreenLine> CollectLines(tesseract::ResultIterator* words, double scale, float certain) {
  LineBuilder lines(scale, certain);
  if (words == nullptr) return {};
  do {
    if (words->IsAtBeginningOf(tesseract::RIL_TEXTLINE)) lines.EndLine();
    lines.Add(CurrentWord(*words));
  } while (words->Next(tesseract::RIL_WORD));
  lines.EndLine();
  return lines.Take();
}

int MillisecondsLeft(const OcrControl& control) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(control.deadline -
                                                                 std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

}  // namespace

OcrEngine::OcrEngine(std::unique_ptr<tesseract::TessBaseAPI> api, float certain)
    : api_(std::move(api)), certain_(certain) {}
OcrEngine::~OcrEngine() = default;

absl::StatusOr<std::unique_ptr<OcrEngine>> OcrEngine::Open(float certain) {
  setMsgSeverity(L_SEVERITY_NONE);  // Leptonica complains on the standard error stream.
  auto api = std::make_unique<tesseract::TessBaseAPI>();
  api->SetVariable("debug_file", "/dev/null");  // It would write to the standard error stream.
  if (api->Init(nullptr, "eng+rus", tesseract::OEM_LSTM_ONLY) != 0) {
    return absl::UnavailableError(
        "the OCR language data (eng, rus) cannot be loaded: install tesseract-ocr-eng and "
        "tesseract-ocr-rus, or set TESSDATA_PREFIX to their folder");
  }
  for (const Setting& setting : kSettings) api->SetVariable(setting.name, setting.value);
  return absl::WrapUnique(new OcrEngine(std::move(api), certain));
}

absl::StatusOr<std::vector<ScreenLine>> OcrEngine::Read(const OcrPicture& picture, Rows rows,
                                                        const OcrControl& control) {
  // Tesseract would start a team of threads for each word, which makes it seven times slower and
  // takes the processors of others. The setting belongs to the calling thread.
  omp_set_max_active_levels(0);
  const int milliseconds = MillisecondsLeft(control);
  if (control.stop) return absl::CancelledError("reading the screen was stopped");
  if (milliseconds == 0) return absl::DeadlineExceededError("reading the screen took too long");

  tesseract::ETEXT_DESC monitor;
  monitor.cancel = IsStopped;
  monitor.cancel_this = const_cast<OcrControl*>(&control);
  monitor.set_deadline_msecs(milliseconds);
  const GreyImage& image = picture.image;
  // Not SetRectangle(): with it, Tesseract 5.3 finds the lines there and reads others.
  api_->SetImage(image.pixels.data() + static_cast<std::ptrdiff_t>(rows.top) * image.width, image.width,
                 rows.bottom - rows.top, 1, image.width);
  api_->SetSourceResolution(static_cast<int>(96 * picture.scale));
  api_->SetPageSegMode(rows.one_line ? tesseract::PSM_SINGLE_LINE : tesseract::PSM_SPARSE_TEXT);
  const int failed = api_->Recognize(&monitor);
  std::vector<ScreenLine> lines;
  if (failed == 0) {
    lines = CollectLines(std::unique_ptr<tesseract::ResultIterator>(api_->GetIterator()).get(), picture.scale, certain_);
    const int above = static_cast<int>(std::lround(rows.top / picture.scale));
    for (ScreenLine& line : lines) line.top += above;
  }
  api_->Clear();
  if (control.stop) return absl::CancelledError("reading the screen was stopped");
  if (MillisecondsLeft(control) == 0) {
    return absl::DeadlineExceededError("reading the screen took too long");
  }
  if (failed != 0) return absl::InternalError("the OCR engine failed");
  return lines;
}

}  // namespace nexy
