#include "nexyd/option_flags.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace nexy {

void AddOptionFlags(CLI::App& app, OptionInputs& inputs) {
  app.add_option("--config", inputs.config_file,
                 "Settings to read; else $NEXY_CONFIG, else " + inputs.default_file)
      ->type_name("FILE");
  app.add_option("--set", inputs.set, "Change one setting; may be given again")
      ->type_name("SECTION.KEY=VALUE")
      ->allow_extra_args(false);
}

}  // namespace nexy
