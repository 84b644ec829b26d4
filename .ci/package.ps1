# The package for Windows. UNTRIED: written beside the tried one for Linux (.ci/package.sh), not yet
# run on a Windows machine. Needs Python 3.11 or newer; Inno Setup 6 if a setup program is wanted.
#
#   powershell -ExecutionPolicy Bypass -File .ci\package.ps1
#
# Writes out\package\invest-crm\ (the folder), invest-crm-VERSION-windows.zip and, where Inno Setup
# is installed, invest-crm-VERSION-setup.exe. Fails when the packaged program fails its own test.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..")

function Invoke-Checked([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program $Arguments ended with $LASTEXITCODE" }
}

$python = ".venv\Scripts\python.exe"
if (-not (Test-Path $python)) {
    Invoke-Checked "py" @("-3", "-m", "venv", ".venv")
    Invoke-Checked $python @("-m", "pip", "install", "--require-hashes", "-r", "requirements.lock")
    Invoke-Checked $python @("-m", "pip", "install", "--no-deps", "--no-build-isolation", "--editable", ".")
}

$version = & $python -c "import invest_crm; print(invest_crm.__version__)"
$out = "out\package"
if (Test-Path $out) { Remove-Item -Recurse -Force $out }
$env:PYTHONHASHSEED = "0"
Invoke-Checked $python @("-m", "PyInstaller", "build.spec", "--noconfirm", "--log-level", "WARN",
    "--distpath", $out, "--workpath", "$out\work")

# The program's own test, far from the checkout and its Python.
$program = Join-Path (Resolve-Path "$out\invest-crm") "invest-crm.exe"
$env:QT_QPA_PLATFORM = "offscreen"
Push-Location $env:TEMP
try { Invoke-Checked $program @("--lang", "en", "self-test", "--journeys") } finally { Pop-Location }
Remove-Item Env:QT_QPA_PLATFORM

Compress-Archive -Path "$out\invest-crm" -DestinationPath "$out\invest-crm-$version-windows.zip"
$setup = Join-Path ${env:ProgramFiles(x86)} "Inno Setup 6\ISCC.exe"
if (Test-Path $setup) {
    Invoke-Checked $setup @("/Qp", "/DVersion=$version", ".ci\package\invest-crm.iss")
}
Get-ChildItem $out -File | ForEach-Object { "{0,8:N1} MB  {1}" -f ($_.Length / 1e6), $_.Name }
