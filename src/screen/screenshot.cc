#include "screen/screenshot.h"

#include <array>
#include <optional>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "base/status.h"
#include "base/strings.h"
#include "screen/image_decode.h"

namespace nexy {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<bool, 256> MakeAlphabetTable() {
  std::array<bool, 256> table{};
  for (const char c : kAlphabet) table[static_cast<unsigned char>(c)] = true;
  return table;
}
constexpr std::array<bool, 256> kInAlphabet = MakeAlphabetTable();

std::string_view FormatName(ImageFormat format) {
  switch (format) {
    case ImageFormat::kWebp: return "WebP";
    case ImageFormat::kJpeg: return "JPEG";
    case ImageFormat::kPng: return "PNG";
  }
  return "";
}

absl::Status Refuse(const std::string& text) { return absl::InvalidArgumentError(text); }

// What follows `data:<anything>;base64,`; the whole text when there is no such prefix.
std::string_view WithoutDataPrefix(std::string_view text) {
  constexpr std::string_view kMark = ";base64,";
  if (!text.starts_with("data:")) return text;
  const std::size_t mark = text.find(kMark);
  return mark == std::string_view::npos ? text : text.substr(mark + kMark.size());
}

std::string_view WithoutPadding(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i) text.remove_suffix(1);
  return text;
}

bool IsInAlphabet(std::string_view text) {
  bool valid = true;  // Without a way out of the loop, which is several times faster.
  for (const char c : text) valid &= kInAlphabet[static_cast<unsigned char>(c)];
  return valid;
}

absl::Status CheckSize(std::size_t bytes, const ScreenOptions& options) {
  if (bytes <= options.screenshot_max_bytes) return absl::OkStatus();
  return Refuse(Concat("screenshot is too large: ", bytes, " bytes decoded, the limit is ",
                       options.screenshot_max_bytes));
}

absl::StatusOr<std::string> DecodeBase64(std::string_view base64, const ScreenOptions& options) {
  const std::string_view text = WithoutDataPrefix(base64);
  const std::string_view digits = WithoutPadding(text);
  NEXY_RETURN_IF_ERROR(CheckSize(digits.size() / 4 * 3 + digits.size() % 4 * 3 / 4, options));
  const bool length_possible =
      digits.size() % 4 != 1 && (digits.size() == text.size() || text.size() % 4 == 0);
  std::string bytes;
  // Abseil would skip white space and take '.' for padding, hence the look at each character.
  if (!length_possible || !IsInAlphabet(digits) ||
      !absl::Base64Unescape({digits.data(), digits.size()}, &bytes)) {
    return Refuse("screenshot is not valid base64");
  }
  return bytes;
}

}  // namespace

std::string_view MimeType(ImageFormat format) {
  switch (format) {
    case ImageFormat::kWebp: return "image/webp";
    case ImageFormat::kJpeg: return "image/jpeg";
    case ImageFormat::kPng: return "image/png";
  }
  return "";
}

Screenshot::Screenshot(ImageFormat format, std::string bytes, ImageSize size, const ScreenGlance& glance)
    : format_(format),
      bytes_(std::move(bytes)),
      width_(size.width),
      height_(size.height),
      look_(glance.look()),
      print_(glance.print()) {}

absl::StatusOr<std::shared_ptr<const Screenshot>> Screenshot::FromBase64(
    std::string_view base64, const ScreenOptions& options) {
  NEXY_ASSIGN_OR_RETURN(std::string bytes, DecodeBase64(base64, options));
  return FromBytes(std::move(bytes), options);
}

absl::StatusOr<std::shared_ptr<const Screenshot>> Screenshot::FromBytes(
    std::string bytes, const ScreenOptions& options) {
  NEXY_RETURN_IF_ERROR(CheckSize(bytes.size(), options));
  const std::optional<ImageFormat> format = DetectImageFormat(bytes);
  if (!format) {
    return Refuse("screenshot format is not supported: expected WebP, JPEG or PNG");
  }
  const std::optional<ImageSize> size = ReadImageSize(*format, bytes);
  if (size && static_cast<std::uint64_t>(size->width) * static_cast<std::uint64_t>(size->height) >
                  options.screenshot_max_pixels) {
    return Refuse(Concat("screenshot has too many pixels: ", size->width, "x", size->height,
                         ", the limit is ", options.screenshot_max_pixels));
  }
  ScreenGlance glance;
  if (!size || !CheckImage(*format, bytes, *size, glance)) {
    return Refuse(Concat("screenshot cannot be decoded: ", FormatName(*format)));
  }
  return std::shared_ptr<const Screenshot>(
      absl::WrapUnique(new Screenshot(*format, std::move(bytes), *size, glance)));
}

absl::StatusOr<GreyImage> Screenshot::DecodeGrey() const {
  GreyImage grey;
  if (!DecodeImage(format_, bytes_, {width_, height_}, grey)) {
    return absl::InternalError("a screenshot that was checked does not decode");
  }
  return grey;
}

}  // namespace nexy
