# Sets everything up where needed and runs every check and test: test.ps1, or only pytest: test.ps1 PYTEST-ARGUMENTS
$ErrorActionPreference = 'Continue'
. (Join-Path $PSScriptRoot 'packaging\find_python.ps1')
$python = Find-Python
& $python[0] $python[1] (Join-Path $PSScriptRoot 'packaging\prepare.py') test @args
exit $LASTEXITCODE
