@echo off
rem Starts Pons. Builds it first when a source is newer than what was built; otherwise it starts at once.
setlocal
set "ROOT=%~dp0"
set "APP=%ROOT%artifacts\pons"
set "STAMP=%APP%\.built"
where dotnet >nul 2>nul || (echo pons: the .NET SDK 10 is not installed. Install it from https://dotnet.microsoft.com/download, then call pons again. 1>&2 & exit /b 2)
powershell -NoProfile -Command "$s = '%STAMP%'; if (-not (Test-Path $s)) { exit 1 }; $t = (Get-Item $s).LastWriteTimeUtc; $n = Get-ChildItem '%ROOT%src','%ROOT%web','%ROOT%Directory.Build.props','%ROOT%Directory.Packages.props' -Recurse -File | Where-Object { $_.FullName -notmatch '\\(bin|obj|node_modules|dist)\\' -and $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1; if ($n) { exit 1 } else { exit 0 }"
if errorlevel 1 (
  where npm >nul 2>nul || (echo pons: Node.js 20 is not installed. Install it from https://nodejs.org, then call pons again. 1>&2 & exit /b 2)
  if not exist "%APP%" mkdir "%APP%"
  echo pons: building ^(the first time takes about a minute; output in artifacts\build.log^) ... 1>&2
  rem Compiled ahead of time it starts faster; where that compiler cannot be had, it is compiled when it runs.
  dotnet publish "%ROOT%src\Pons.Cli\Pons.Cli.csproj" -c Release -o "%APP%" --nologo -v minimal --use-current-runtime --self-contained false -p:PublishReadyToRun=true > "%ROOT%artifacts\build.log" 2>&1 || dotnet publish "%ROOT%src\Pons.Cli\Pons.Cli.csproj" -c Release -o "%APP%" --nologo -v minimal >> "%ROOT%artifacts\build.log" 2>&1
  if errorlevel 1 (
    findstr /c:"error" "%ROOT%artifacts\build.log" 1>&2
    echo pons: the build failed, so nothing was started. The messages above name the cause; all of them are in artifacts\build.log. 1>&2
    exit /b 70
  )
  type nul > "%STAMP%"
)
dotnet "%APP%\Pons.Cli.dll" %*
exit /b %errorlevel%
