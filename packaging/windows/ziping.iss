; The installer: ISCC.exe /DVersion=0.1.0 packaging\windows\ziping.iss (build_windows.ps1 calls it).
; For one user, without an administrator. Books and settings are never touched, neither on update nor on removal.
#ifndef Version
  #error Give the version: /DVersion=...
#endif

[Setup]
AppId={{6B1D3B0B-6C0C-4B1E-9C55-1F0C2E2A7C11}
AppName=绩效自评
AppVersion={#Version}
AppVerName=绩效自评 {#Version}
AppPublisher=ziping
VersionInfoVersion={#Version}
; {autopf} of one user is %LocalAppData%\Programs, whatever the user's name is written with.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog commandline
DefaultDirName={autopf}\绩效自评
DefaultGroupName=绩效自评
DisableProgramGroupPage=yes
UsePreviousAppDir=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=ziping-{#Version}-setup
SetupIconFile=resources\icons\ziping.ico
UninstallDisplayIcon={app}\zipingw.exe
UninstallDisplayName=绩效自评
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no
LicenseFile=LICENSE

[Languages]
; Inno Setup brings no Chinese of its own: where the file of its translators lies beside this one, it is used.
#if FileExists(AddBackslash(SourcePath) + "ChineseSimplified.isl")
Name: "zh"; MessagesFile: "{#AddBackslash(SourcePath)}ChineseSimplified.isl"
#endif
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "在桌面上建立图标"

[InstallDelete]
; The parts of an older version: left beside the new ones they would be found first.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "dist\ziping\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\绩效自评"; Filename: "{app}\zipingw.exe"; AppUserModelID: "ziping"
Name: "{autodesktop}\绩效自评"; Filename: "{app}\zipingw.exe"; Tasks: desktopicon; AppUserModelID: "ziping"

[Registry]
Root: HKA; Subkey: "Software\Classes\.ziping"; ValueType: string; ValueData: "ziping.book"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\ziping.book"; ValueType: string; ValueData: "绩效自评账套"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ziping.book\DefaultIcon"; ValueType: string; ValueData: "{app}\zipingw.exe,0"
Root: HKA; Subkey: "Software\Classes\ziping.book\shell\open\command"; ValueType: string; ValueData: """{app}\zipingw.exe"" gui ""%1"""

[Run]
Filename: "{app}\zipingw.exe"; Description: "打开绩效自评"; Flags: nowait postinstall skipifsilent
