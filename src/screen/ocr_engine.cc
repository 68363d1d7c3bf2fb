#include "screen/ocr_engine.h"

#include <tesseract/baseapi.h>
#include <tesseract/ocrclass.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "absl/memory/memory.h"
#include "screen/script_repair.h"

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

// Adds the word at `words` to `line`; a word that is not believed is left out.
void AddWord(const tesseract::ResultIterator& words, ScreenLine& line, int& count) {
  const float confidence = words.Confidence(tesseract::RIL_WORD);
  const std::unique_ptr<char[]> text(words.GetUTF8Text(tesseract::RIL_WORD));
  if (text == nullptr || confidence < kMinWordConfidence) return;
  if (!line.text.empty()) line.text += ' ';
  line.text += RepairScript(text.get());
  line.confidence += confidence;
  ++count;
}

void Measure(const tesseract::ResultIterator& words, double scale, ScreenLine& line) {
  int left = 0, top = 0, right = 0, bottom = 0;
  if (!words.BoundingBox(tesseract::RIL_TEXTLINE, &left, &top, &right, &bottom)) return;
  const auto on_screen = [scale](int pixels) { return static_cast<int>(std::lround(pixels / scale)); };
  line.left = on_screen(left);
  line.top = on_screen(top);
  line.width = on_screen(right - left);
  line.height = on_screen(bottom - top);
}

std::vector<ScreenLine> CollectLines(tesseract::ResultIterator* words, double scale) {
  std::vector<ScreenLine> lines;
  if (words == nullptr) return lines;
  bool more = true;
  while (more) {
    ScreenLine line;
    int count = 0;
    Measure(*words, scale, line);
    bool same_line = true;
    while (more && same_line) {
      AddWord(*words, line, count);
      more = words->Next(tesseract::RIL_WORD);
      same_line = more && !words->IsAtBeginningOf(tesseract::RIL_TEXTLINE);
    }
    if (count == 0) continue;
    line.confidence /= static_cast<float>(count);
    lines.push_back(std::move(line));
  }
  return lines;
}

int MillisecondsLeft(const OcrControl& control) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(control.deadline -
                                                                 std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

}  // namespace

OcrEngine::OcrEngine(std::unique_ptr<tesseract::TessBaseAPI> api) : api_(std::move(api)) {}
OcrEngine::~OcrEngine() = default;

absl::StatusOr<std::unique_ptr<OcrEngine>> OcrEngine::Open() {
  auto api = std::make_unique<tesseract::TessBaseAPI>();
  api->SetVariable("debug_file", "/dev/null");  // It would write to the standard error stream.
  if (api->Init(nullptr, "eng+rus", tesseract::OEM_LSTM_ONLY) != 0) {
    return absl::UnavailableError(
        "the OCR language data (eng, rus) cannot be loaded: install tesseract-ocr-eng and "
        "tesseract-ocr-rus, or set TESSDATA_PREFIX to their folder");
  }
  for (const Setting& setting : kSettings) api->SetVariable(setting.name, setting.value);
  api->SetPageSegMode(tesseract::PSM_SPARSE_TEXT);
  return absl::WrapUnique(new OcrEngine(std::move(api)));
}

absl::StatusOr<std::vector<ScreenLine>> OcrEngine::Read(const GreyImage& picture, double scale,
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
  api_->SetImage(picture.pixels.data(), picture.width, picture.height, 1, picture.width);
  api_->SetSourceResolution(static_cast<int>(96 * scale));
  const int failed = api_->Recognize(&monitor);
  std::vector<ScreenLine> lines;
  if (failed == 0) {
    lines = CollectLines(std::unique_ptr<tesseract::ResultIterator>(api_->GetIterator()).get(), scale);
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
