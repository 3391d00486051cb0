/**
 * What attackers try first among passwords long enough to pass, written from what is commonly known; offline, because no
 * password may leave the house to be asked about. Compared in the plain form of password-policy.ts, which writes a digit
 * that stands for a letter as that letter.
 */
export const commonestPasswords: readonly string[] = `
  passwordpassword passwordpassword1 password123456789 password1234567890 passwort123456789 mypasswordispassword
  thisismypassword thisisapassword iloveyouiloveyou iloveyouforever iloveyousomuch iloveyou123456789 ilovemyfamily123
  jesuschristislord iamthebestintheworld correcthorsebatterystaple correcthorsebattery thequickbrownfox
  thequickbrownfoxjumps thequickbrownfoxjumpsoverthelazydog loremipsumdolorsit loremipsumdolorsitamet letmeinletmein
  letmeinletmeinletmein letmeinplease123 opensesameopensesame changemechangeme changemechangemechangeme
  pleasechangeme123 pleasechangethis pleasechangethispassword qwertyuiopasdfgh qwertyuiopasdfghjkl
  qwertyuiopasdfghjklzxcvbnm qwertyqwertyqwerty qwertyuiopqwertyuiop qwertyuiop123456 qwertyuiop1234567890
  qwertyuiop123456789 qwertzuiopasdfgh qwertzuiopasdfghjkl azertyuiopqsdfgh azertyuiopqsdfghjklm asdfghjklasdfghjkl
  asdfghjklqwertyuiop asdfghjklzxcvbnm zxcvbnmasdfghjkl zxcvbnmasdfghjklqwertyuiop zxcvbnmzxcvbnm123
  mnbvcxzlkjhgfdsapoiuytrewq poiuytrewqlkjhgfdsa lkjhgfdsapoiuytrewq qazwsxedcrfvtgb qazwsxedcrfvtgbyhn
  qazwsxedcrfvtgbyhnujm qazwsxedcrfvtgbyhnujmikolp qazwsxedcqazwsxedc 1qaz2wsx3edc4rfv 1qaz2wsx3edc4rfv5tgb
  1qaz2wsx3edc4rfv5tgb6yhn 1q2w3e4r5t6y7u8i 1q2w3e4r5t6y7u8i9o 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8
  q1w2e3r4t5y6u7i8o9p0 zaq12wsxcde34rfv zaqxswcdevfrbgt 123456789012345 1234567890123456 12345678901234567
  123456789012345678 1234567890123456789 12345678901234567890 123456789123456789 1234567812345678 123456123456123456
  1234512345123451 987654321098765 9876543210987654 98765432109876543210 987654321987654321 0123456789012345
  01234567890123456789 111222333444555 112233445566778899 11223344556677889900 123123123123123 123321123321123
  147258369147258369 159357159357159 741852963741852963 789456123789456 314159265358979 3141592653589793
  31415926535897932 271828182845904 012345678901234567 123456789abcdef 0123456789abcdef 123456789abcdefg
  1234567890abcdef 1234567890qwertyuiop 123456789qwertyuiop 123qweasdzxc123qweasdzxc 1234qwerasdfzxcv qwer1234asdf5678
  qweasdzxcqweasdzxc qweasdzxc123456 asdf1234asdf1234 abcd1234abcd1234 abc123abc123abc abc123abc123abc123
  a1b2c3d4e5f6g7h8 aabbccddeeffgghh abcdefghijklmno abcdefghijklmnop abcdefghijklmnopqrstuvwxyz abcdefgabcdefgh
  zyxwvutsrqponml zyxwvutsrqponmlkjihgfedcba abcdefghijklmnopqrstuvwxyz0123456789 abcdefghijklmnop1234567890
  administrator123 administrator1234 administratoradministrator adminadminadmin adminadminadminadmin administrator2024
  administrator2025 administrator2026 superadministrator rootrootrootroot toortoortoortoor welcomewelcome123
  welcometothejungle welcometomyworld defaultpassword default123456789 temporarypassword temppassword1234
  testtesttesttest test1234test1234 testpassword1234 passwordtest1234 secretsecretsecret supersecretpassword
  verysecretpassword topsecretpassword strongpassword123 averystrongpassword mysupersecretpassword mysecretpassword
  masterpassword123 guestguestguestguest useruseruseruser manchesterunited manchesterunited1 realmadridclubdefutbol
  footballfootball baseballbaseball basketballbasketball sunshinesunshine princessprincess monkeymonkeymonkey
  dragondragondragon supermansuperman batmanbatmanbatman pokemonpokemonpokemon starwarsstarwars maytheforcebewithyou
  iamironmaniamironman harrypotterharrypotter lordoftherings123 onceuponatimeinamerica summersummersummer
  wintersummerspringautumn januaryfebruarymarch mondaytuesdaywednesday onetwothreefourfive onetwothreefourfivesix
  unodostrescuatrocinco einszweidreivierfunf undeuxtroisquatrecinq alphabravocharliedelta twinkletwinklelittlestar
  happybirthdaytoyou tobeornottobethatisthequestion todoornottodoisthequestion thereisnoplacelikehome
  allyourbasearebelongtous neveragonnagiveyouup nevergonnagiveyouup ihavenopassword idontknowmypassword
  iforgotmypassword iforgotmypassword1 forgotmypassword whatismypassword ihatepasswords123 nopasswordneeded
  mypasswordissecure mikrotikmikrotik mikrotikrouteros routerosmikrotik networknetwork123 networkadministrator
  networkoperationscenter networkengineer123 routerrouterrouter ciscociscociscocisco ubiquitiubiquiti internetinternet
  wirelesswireless companypassword123 monitormonitor123 computercomputer letmeintothenetwork
`
  .trim()
  .split(/\s+/);

/** Words that add nothing to a password: the product, the trade, and what people put when they are told to put something. */
export const blockedWords: readonly string[] = `
  password passwort passwd pass wort secret geheim admin administrator root guest login welcome letmein changeme
  default temp temporary demo master super routeward mikrotik routeros routerboard winbox router network netzwerk
  wireless internet company firma office server monitor summer winter spring autumn sommer herbst january february
  march april june july august september october november december monday tuesday wednesday thursday friday saturday
  sunday qwerty qwertz azerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm abcd abcdef iloveyou dragon monkey
  football baseball sunshine princess batman superman
`
  .trim()
  .split(/\s+/);
