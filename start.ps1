# Sets everything up where needed and opens the program: start.ps1 [ARGUMENTS OF ziping]
$ErrorActionPreference = 'Continue'
. (Join-Path $PSScriptRoot 'packaging\find_python.ps1')
$python = Find-Python
& $python[0] $python[1] (Join-Path $PSScriptRoot 'packaging\prepare.py') start @args
exit $LASTEXITCODE
