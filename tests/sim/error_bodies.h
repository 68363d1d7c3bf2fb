#pragma once

#include <string>
#include <string_view>

#include "exchange.h"
#include "script.h"

namespace nexy::sim {

// What the real service writes under the status of `behaviour`, unless the behaviour has a body.
std::string GeminiErrorBody(const Behaviour& behaviour);
std::string OpenAiErrorBody(const Behaviour& behaviour, std::string_view flavour);
std::string AzureErrorBody(const Behaviour& behaviour);

// The same for strict mode.
std::string GeminiError(int code, std::string_view status, std::string_view message,
                        const nlohmann::json& details = nullptr);
std::string OpenAiError(std::string_view flavour, int status, std::string_view message,
                        std::string_view type, std::string_view code, std::string_view param = "");

}  // namespace nexy::sim
