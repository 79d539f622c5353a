# Finds a Python that runs the program and gives its command words; read by start.ps1 and test.ps1.
# Saved with a byte order mark: Windows PowerShell 5.1 would read the Chinese sentence wrongly without it.
$env:PYTHONDONTWRITEBYTECODE = $null
$env:PYTHONHOME = $null
$env:PYTHONPATH = $null

function Find-Python {
    $fits = 'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 14) and sys.maxsize > 2**32))'
    $candidates = @(@('py', '-3.11'), @('py', '-3.12'), @('py', '-3.13'), @('python', '-I'), @('python3', '-I'))
    foreach ($candidate in $candidates) {
        if (Get-Command $candidate[0] -ErrorAction SilentlyContinue) {
            # A missing version, and the shop's stand-in for Python, answer with an error and a status of their own.
            try { & $candidate[0] $candidate[1] -c $fits 2>&1 | Out-Null } catch { continue }
            if ($LASTEXITCODE -eq 0) { return $candidate }
        }
    }
    Write-Host '没有找到 64 位的 Python 3.11、3.12 或 3.13，请先从 python.org 安装其中之一。 (No 64-bit Python 3.11, 3.12 or 3.13 found: install one from python.org.)'
    exit 3
}
