// Package browser tests the architecture page in a real browser: Debian's
// chromium-headless-shell, or Chromium. Its tests are run by the step "browser" of
// .ci/run, which installs the browser; $FAULTLINE names the binary that writes the
// pages. With $SCREENSHOTS set to a folder they leave pictures there.
package browser
