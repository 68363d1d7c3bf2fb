#pragma once

namespace nexy {

// Lets go of the pages of the program and its hundred libraries that were mapped to start it: two
// thirds of what an idle server has mapped. They are the files' own, unchanged; one that is needed
// again comes from the kernel's cache within a microsecond. A debugger's breakpoints go with them.
void ForgetStartPages();

}  // namespace nexy
