# Builds the program and its installer on Windows 10 or 11:
#
#   powershell -ExecutionPolicy Bypass -File packaging\windows\build_windows.ps1
#
# Needs 64-bit Python 3.11 to 3.13 from python.org and, for the installer, Inno Setup 6.3 or newer (left out with -NoInstaller).
# Makes dist\ziping (the program), tests it, and dist\ziping-VERSION-setup.exe.
param([switch]$NoInstaller)
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
. (Join-Path $root 'packaging\find_python.ps1')
$ErrorActionPreference = 'Continue'  # pip and PyInstaller write to standard error; their status decides
$python = Find-Python

function Assert-Done([string]$what) {
    if ($LASTEXITCODE -ne 0) { Write-Host "$what failed with status $LASTEXITCODE"; exit 1 }
}

# Looked for first: a program that is not there would leave the status of the one before it, which was done.
$compiler = $null
if (-not $NoInstaller) {
    $onPath = Get-Command ISCC.exe -ErrorAction SilentlyContinue
    $known = @(${env:ProgramFiles(x86)}, $env:ProgramFiles, "$env:LOCALAPPDATA\Programs") |
        Where-Object { $_ } | ForEach-Object { Join-Path $_ 'Inno Setup 6\ISCC.exe' }
    $compiler = if ($onPath) { $onPath.Source } else { $known | Where-Object { Test-Path $_ } | Select-Object -First 1 }
    if (-not $compiler) {
        Write-Host 'Inno Setup 6.3 or newer was not found: install it from jrsoftware.org, or make the folder alone with -NoInstaller'
        exit 1
    }
}

Set-Location $root
$work = Join-Path $root 'build'
$own = Join-Path $work 'venv\Scripts\python.exe'
if (Test-Path $work) { Remove-Item -Recurse -Force $work }
& $python[0] $python[1] -m venv (Join-Path $work 'venv')
Assert-Done 'venv'
& $own -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement packaging\requirements-build.lock
Assert-Done 'pip'
& $own packaging\licences.py --check
Assert-Done 'licences'
& $own -m PyInstaller --noconfirm --log-level WARN --distpath dist --workpath (Join-Path $work 'pyinstaller') packaging\ziping.spec
Assert-Done 'PyInstaller'

# The built program in an environment without Python, under a Chinese name with a blank in it.
$copy = Join-Path $env:TEMP '绩效 自评 试装'
if (Test-Path $copy) { Remove-Item -Recurse -Force $copy }
Copy-Item -Recurse dist\ziping $copy
$env:PYTHONHOME = $null
$env:PYTHONPATH = $null
& (Join-Path $copy 'ziping.exe') --self-test
Assert-Done 'self-test'
Remove-Item -Recurse -Force $copy

if (-not $NoInstaller) {
    $version = & $own -c 'from desktop.kit.version import VERSION; print(VERSION)'
    & $compiler "/DVersion=$version" packaging\windows\ziping.iss
    Assert-Done 'Inno Setup'
}
