#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tts/tts_options.h"

namespace nexy {

inline constexpr std::size_t kSsmlMaxBytes = 64 * 1024;  // Azure takes no more at once.

// `text` (UTF-8) as it may stand in XML: marks escaped, what XML 1.0 does not allow left out.
std::string EscapeXml(std::string_view text);

// The language of an Azure voice: "en-US" of en-US-AriaNeural; "en-US" where the name has none.
std::string LocaleOfVoice(std::string_view voice);

// The document that has `voice` say `text`, in the style and with the prosody of `options`.
std::string SsmlFor(std::string_view text, std::string_view voice, const AzureOptions& options);

}  // namespace nexy
